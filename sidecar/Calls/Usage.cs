using AiGateway.Sidecar.Prices;

namespace AiGateway.Sidecar.Calls;

/// <summary>
/// What one call used, in one way of counting whatever its provider's is: tokens unless a member says otherwise, none negative. Cached, written, heard and seen ones are part of the input, reasoning, spoken
/// and drawn ones of the output.
/// </summary>
internal readonly record struct Usage(long Input, long Output, UsageSource Source)
{
    /// <summary>Above, it is no count, and sums could overflow.</summary>
    public const long MaxCount = 1L << 40;

    public long Cached { get; init; }

    /// <summary>Input that was written to the provider's cache; part of the input.</summary>
    public long CacheWrite { get; init; }

    /// <summary>Of <see cref="CacheWrite"/>, what is kept for an hour.</summary>
    public long CacheWriteHour { get; init; }

    public long Reasoning { get; init; }

    /// <summary>Audio in the input, cached audio not included.</summary>
    public long AudioInput { get; init; }

    public long AudioOutput { get; init; }

    /// <summary>Images in the input, cached ones not included.</summary>
    public long ImageInput { get; init; }

    public long ImageOutput { get; init; }

    /// <summary>Searches of the web that the provider made; no tokens.</summary>
    public long WebSearches { get; init; }

    /// <summary>Images made, or embedded, where they are not told as tokens.</summary>
    public long Images { get; init; }

    /// <summary>The search units of a reranking; 0 for any other call.</summary>
    public long Units { get; init; }

    /// <summary>The two together, as parts of one call; estimated where a part is.</summary>
    public static Usage operator +(in Usage one, in Usage other) =>
        new(one.Input + other.Input, one.Output + other.Output, (UsageSource)Math.Max((int)one.Source, (int)other.Source))
        {
            Cached = one.Cached + other.Cached,
            CacheWrite = one.CacheWrite + other.CacheWrite,
            CacheWriteHour = one.CacheWriteHour + other.CacheWriteHour,
            Reasoning = one.Reasoning + other.Reasoning,
            AudioInput = one.AudioInput + other.AudioInput,
            AudioOutput = one.AudioOutput + other.AudioOutput,
            ImageInput = one.ImageInput + other.ImageInput,
            ImageOutput = one.ImageOutput + other.ImageOutput,
            WebSearches = one.WebSearches + other.WebSearches,
            Images = one.Images + other.Images,
            Units = one.Units + other.Units,
        };

    /// <summary>As it is priced.</summary>
    public UsedCounts ToCounts() => new()
    {
        Input = Input,
        Output = Output,
        Cached = Cached,
        CacheWrite = CacheWrite,
        CacheWriteHour = CacheWriteHour,
        Reasoning = Reasoning,
        AudioInput = AudioInput,
        AudioOutput = AudioOutput,
        ImageInput = ImageInput,
        ImageOutput = ImageOutput,
        WebSearches = WebSearches,
        Images = Images,
        Units = Units,
        IsEstimated = Source == UsageSource.Estimated,
    };
}
