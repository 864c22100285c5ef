namespace AiGateway.Sidecar.Hosting;

/// <summary>How a sidecar that was told to stop goes on serving.</summary>
internal sealed record DrainOptions
{
    /// <summary>The longest; the pod's grace period less 2 s.</summary>
    public required TimeSpan Longest { get; init; }

    /// <summary>No call for this long, and the agent is taken to be done: between two calls of one task it is not idle.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(2);
}
