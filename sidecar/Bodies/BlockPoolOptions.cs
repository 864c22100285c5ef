namespace AiGateway.Sidecar.Bodies;

/// <summary>How much memory bodies may take.</summary>
internal sealed record BlockPoolOptions
{
    /// <summary>The most that all bodies together may hold, in bytes.</summary>
    public required long ByteBudget { get; init; }

    /// <summary>So many idle blocks are kept whatever happens.</summary>
    public int KeepIdle { get; init; } = 32;

    /// <summary>A period, in loans: what none of them needed is not kept.</summary>
    public int Period { get; init; } = 4096;
}
