using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Limits;

/// <summary>How much of what: exactly one member.</summary>
public sealed record LimitAmount
{
    /// <summary>US dollars, with at most nine digits behind the point, in quotes: "12.50". At most 9000000.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? Usd { get; init; }

    /// <summary>Calls of models and of tools.</summary>
    [Schema(Minimum = 0)]
    public long? Requests { get; init; }

    /// <summary>Input tokens, cached ones too.</summary>
    [Schema(Minimum = 0)]
    public long? InputTokens { get; init; }

    /// <summary>Output tokens, reasoning ones too.</summary>
    [Schema(Minimum = 0)]
    public long? OutputTokens { get; init; }

    /// <summary>Input and output tokens.</summary>
    [Schema(Minimum = 0)]
    public long? TotalTokens { get; init; }
}
