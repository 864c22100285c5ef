using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Prices;

/// <summary>What a whole call costs whose input is longer than so many tokens.</summary>
public sealed record LongContextPrice
{
    /// <summary>The most tokens of input for which it does not hold yet.</summary>
    [Schema(Minimum = 0)]
    public required int Above { get; init; }

    /// <summary>Input; what is cached, written to the cache, heard or seen goes up in the same ratio.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public required string Input { get; init; }

    /// <summary>Output; all its sorts go up in the same ratio.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public required string Output { get; init; }

    /// <summary>Input read from the provider's cache, where it does not go up as the input does.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? CachedInput { get; init; }
}
