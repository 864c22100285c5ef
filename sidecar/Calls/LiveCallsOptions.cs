namespace AiGateway.Sidecar.Calls;

/// <summary>How many calls may be under way at once.</summary>
internal sealed record LiveCallsOptions
{
    public required int MaxConcurrentCalls { get; init; }
}
