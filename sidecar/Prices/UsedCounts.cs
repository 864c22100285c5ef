namespace AiGateway.Sidecar.Prices;

/// <summary>What a call used, as it is priced. Counts are tokens, not negative, but for searches, images and units; each part of <see cref="Input"/> and <see cref="Output"/> is counted within it.</summary>
internal readonly record struct UsedCounts
{
    /// <summary>All input, cached and written to the cache too.</summary>
    public long Input { get; init; }

    /// <summary>All output, reasoning too.</summary>
    public long Output { get; init; }

    /// <summary>Input read from the provider's cache.</summary>
    public long Cached { get; init; }

    /// <summary>Input written to the provider's cache, for however long.</summary>
    public long CacheWrite { get; init; }

    /// <summary>Of <see cref="CacheWrite"/>, what is kept for an hour.</summary>
    public long CacheWriteHour { get; init; }

    /// <summary>Output that the agent does not see, or sees as reasoning.</summary>
    public long Reasoning { get; init; }

    /// <summary>Audio in the input, cached audio not included.</summary>
    public long AudioInput { get; init; }

    /// <summary>Audio in the output.</summary>
    public long AudioOutput { get; init; }

    /// <summary>Images in the input, cached ones not included.</summary>
    public long ImageInput { get; init; }

    /// <summary>Images in the output, as tokens.</summary>
    public long ImageOutput { get; init; }

    /// <summary>Searches of the web that the provider made.</summary>
    public long WebSearches { get; init; }

    /// <summary>Images made, or embedded, where they are not told as tokens.</summary>
    public long Images { get; init; }

    /// <summary>What the provider bills the call as, where it is priced by the call: 1, or the search units of a reranking.</summary>
    public long Units { get; init; }

    /// <summary>Set where no provider reported it.</summary>
    public bool IsEstimated { get; init; }
}
