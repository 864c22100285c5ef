namespace AiGateway.Sidecar.Calls;

/// <summary>The tokens of one call. Cached ones are part of the input, reasoning ones of the output.</summary>
internal readonly record struct Usage(long Input, long Output, UsageSource Source)
{
    public long Cached { get; init; }

    /// <summary>Input that was written to the provider's cache; part of the input.</summary>
    public long CacheWrite { get; init; }

    public long Reasoning { get; init; }
}
