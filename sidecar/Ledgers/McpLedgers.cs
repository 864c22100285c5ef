namespace AiGateway.Sidecar.Ledgers;

/// <summary>What is remembered of tool servers beyond one exchange, and kept when the snapshot is swapped. Nothing of it outlives the process; all of it is bounded.</summary>
internal sealed class McpLedgers(TimeProvider clock)
{
    /// <summary>The definitions that each server was seen to have.</summary>
    public ToolCatalog Tools { get; } = new(clock);

    /// <summary>The tasks that servers gave to this agent.</summary>
    public TaskLedger Tasks { get; } = new();

    /// <summary>What servers asked the agent's client and were not answered yet.</summary>
    public AskedLedger Asked { get; } = new();

    /// <summary>The pages of tools whose answers come on another stream.</summary>
    public PageLedger Pages { get; } = new();

    /// <summary>The newest calls, by which loops are found.</summary>
    public LoopLedger Loops { get; } = new();

    /// <summary>Where streams of the HTTP+SSE transport want to be posted to.</summary>
    public EndpointLedger Endpoints { get; } = new();
}
