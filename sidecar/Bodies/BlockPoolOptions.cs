namespace AiGateway.Sidecar.Bodies;

/// <summary>How much memory bodies may take.</summary>
internal sealed record BlockPoolOptions
{
    /// <summary>The most that all bodies together may hold, in bytes.</summary>
    public required long ByteBudget { get; init; }

    /// <summary>Idle blocks above this many go back to the collector.</summary>
    public int KeepIdle { get; init; } = 64;
}
