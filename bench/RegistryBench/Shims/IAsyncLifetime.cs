namespace AiGateway.RegistryBench.Shims;

/// <summary>As the test framework has it.</summary>
public interface IAsyncLifetime : IAsyncDisposable
{
    /// <summary>Called before the first use.</summary>
    ValueTask InitializeAsync();
}
