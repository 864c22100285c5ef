namespace AiGateway.Contracts.Limits;

/// <summary>
/// What a model costs at one account, in US dollars for a million tokens unless a member says otherwise. A member that is null is priced by the one that its documentation names: never is a
/// count free because its price is missing. <see cref="decimal"/> throughout.
/// </summary>
public sealed record PriceRule
{
    /// <summary>The most that any amount in it may be: above, it is a mistake, and products could overflow.</summary>
    public const decimal MaxAmount = 10_000_000m;

    /// <summary>The most prices that one account has in a bundle.</summary>
    public const int MaxRules = 512;

    /// <summary>The provider's own name of the model: exact, or a prefix that ends in <c>*</c>. An exact one wins, then the longest prefix, then the first.</summary>
    public required string Model { get; init; }

    /// <summary>Input that no other member prices.</summary>
    public required decimal Input { get; init; }

    /// <summary>Output that no other member prices.</summary>
    public required decimal Output { get; init; }

    /// <summary>Input read from the provider's cache; null for <see cref="Input"/>.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>Input written to the provider's cache for some minutes; null for 1.25 times <see cref="Input"/>, which is what those ask who bill it.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Input written to the provider's cache for an hour; null for twice <see cref="Input"/>, and never less than <see cref="CacheWrite"/>.</summary>
    public decimal? CacheWriteHour { get; init; }

    /// <summary>Output of reasoning; null for <see cref="Output"/>.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>Audio heard; null for <see cref="Input"/>, and a call with it is then marked as estimated, as with all audio and images made that have no price of their own.</summary>
    public decimal? AudioInput { get; init; }

    /// <summary>Audio spoken; null for <see cref="Output"/>.</summary>
    public decimal? AudioOutput { get; init; }

    /// <summary>Image tokens seen; null for <see cref="Input"/>.</summary>
    public decimal? ImageInput { get; init; }

    /// <summary>Image tokens made; null for <see cref="Output"/>.</summary>
    public decimal? ImageOutput { get; init; }

    /// <summary>US dollars for each call, or for each search unit of a reranking where the provider tells these; null for none.</summary>
    public decimal? Request { get; init; }

    /// <summary>US dollars for each search of the web that the provider made; null where it is not known, and such a call is then marked as estimated.</summary>
    public decimal? WebSearch { get; init; }

    /// <summary>US dollars for each image made, or embedded, where images are not told as tokens; null where it is not known, and such a call is then marked as estimated.</summary>
    public decimal? Image { get; init; }

    /// <summary>Above so many input tokens <see cref="LongInput"/> and <see cref="LongOutput"/> hold for the whole call; null for no such step.</summary>
    public long? LongFrom { get; init; }

    /// <summary>Input of a long call; cached input and cache writes go up in the same ratio where <see cref="LongCachedInput"/> is null.</summary>
    public decimal? LongInput { get; init; }

    /// <summary>Output of a long call.</summary>
    public decimal? LongOutput { get; init; }

    /// <summary>Cached input of a long call.</summary>
    public decimal? LongCachedInput { get; init; }

    /// <summary>Where the row comes from, for the audit: <c>catalogue:2026-08-21</c>, or the ProviderCredential that overrides it.</summary>
    public required string Source { get; init; }
}
