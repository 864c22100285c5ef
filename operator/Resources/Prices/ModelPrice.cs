using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Prices;

/// <summary>What a model costs at this account, in US dollars for a million tokens unless a field says otherwise. Amounts stand in quotes: "2.50".</summary>
[CelRule("!has(self.cachedInput) || double(self.cachedInput) <= double(self.input)", RuleMessages.CachedAboveInput)]
public sealed record ModelPrice
{
    /// <summary>The provider's own name of the model (of a deployment, at Azure OpenAI), or a prefix that ends in *. The exact name wins, then the longest prefix.</summary>
    [Schema(MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public required string Model { get; init; }

    /// <summary>Input that no other field prices.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public required string Input { get; init; }

    /// <summary>Output that no other field prices.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public required string Output { get; init; }

    /// <summary>Input read from the provider's cache. Defaults to input.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? CachedInput { get; init; }

    /// <summary>Input written to the provider's cache. Defaults to 1.25 times input.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? CacheWrite { get; init; }

    /// <summary>Input written to the provider's cache for an hour. Defaults to twice input, and never to less than cacheWrite.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? CacheWriteHour { get; init; }

    /// <summary>Output of reasoning. Defaults to output.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? Reasoning { get; init; }

    /// <summary>Audio in the input. Defaults to input, and a call with it is marked as estimated.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? AudioInput { get; init; }

    /// <summary>Audio in the output. Defaults to output, and a call with it is marked as estimated.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? AudioOutput { get; init; }

    /// <summary>Images in the input. Defaults to input.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? ImageInput { get; init; }

    /// <summary>Images in the output, as tokens. Defaults to output, and a call with it is marked as estimated.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? ImageOutput { get; init; }

    /// <summary>US dollars for each call, or for each search unit of a reranking.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? Request { get; init; }

    /// <summary>US dollars for each search of the web that the provider makes. Where it is not set, a call with one is marked as estimated.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? WebSearch { get; init; }

    /// <summary>US dollars for each image made, or embedded, where the provider does not tell them as tokens. A call with such images is marked as estimated without it.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? Image { get; init; }

    /// <summary>What a call with a long input costs, where that is more.</summary>
    public LongContextPrice? LongContext { get; init; }
}
