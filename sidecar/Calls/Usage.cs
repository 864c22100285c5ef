namespace AiGateway.Sidecar.Calls;

/// <summary>The tokens of one call. Cached ones are part of the input, reasoning ones of the output.</summary>
internal readonly record struct Usage(long Input, long Output, UsageSource Source)
{
    public long Cached { get; init; }

    public long Reasoning { get; init; }
}
