using AiGateway.Sdk.Tests.Line;

[assembly: AssemblyFixture(typeof(SharedLine))]

namespace AiGateway.Sdk.Tests.Line;

/// <summary>One line for all tests that leave the policy as it is.</summary>
public sealed class SharedLine : IAsyncLifetime
{
    internal SidecarLine Line { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => Line = await SidecarLine.StartAsync();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Line.DisposeAsync();
}
