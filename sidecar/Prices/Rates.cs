namespace AiGateway.Sidecar.Prices;

/// <summary>US dollars for a million tokens of each sort, nothing missing: those of a short call, or of a long one.</summary>
internal readonly record struct Rates
{
    public required decimal Input { get; init; }

    public required decimal Output { get; init; }

    public required decimal Cached { get; init; }

    public required decimal CacheWrite { get; init; }

    public required decimal CacheWriteHour { get; init; }

    public required decimal Reasoning { get; init; }

    public required decimal AudioInput { get; init; }

    public required decimal AudioOutput { get; init; }

    public required decimal ImageInput { get; init; }

    public required decimal ImageOutput { get; init; }

    /// <summary>The dearest that a token of input costs, but for what is kept in the cache for an hour, which few ask for.</summary>
    public decimal DearestInput => Math.Max(Math.Max(Input, CacheWrite), Math.Max(AudioInput, ImageInput));

    /// <summary>The dearest that a token of output costs.</summary>
    public decimal DearestOutput => Math.Max(Math.Max(Output, Reasoning), Math.Max(AudioOutput, ImageOutput));
}
