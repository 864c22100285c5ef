using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Limits;

/// <summary>How much of what: exactly one member.</summary>
[CelRule(
    "(has(self.usd) ? 1 : 0) + (has(self.requests) ? 1 : 0) + (has(self.inputTokens) ? 1 : 0) + (has(self.outputTokens) ? 1 : 0) + (has(self.totalTokens) ? 1 : 0)"
        + " + (has(self.concurrentCalls) ? 1 : 0) == 1",
    RuleMessages.OneAmount)]
[CelRule("!has(self.usd) || double(self.usd) <= 9000000.0", RuleMessages.MostUsd)]
[CelRule(
    "(!has(self.requests) || self.requests <= 1000000000000000) && (!has(self.inputTokens) || self.inputTokens <= 1000000000000000)"
        + " && (!has(self.outputTokens) || self.outputTokens <= 1000000000000000) && (!has(self.totalTokens) || self.totalTokens <= 1000000000000000)",
    RuleMessages.MostCounted)]
public record LimitAmount
{
    /// <summary>US dollars, with at most nine digits behind the point, in quotes: "12.50". At most 9000000.</summary>
    [Schema(MinLength = 1, MaxLength = 20, Pattern = Patterns.Money)]
    public string? Usd { get; init; }

    /// <summary>Calls of models and of tools. At most 10^15, as tokens are.</summary>
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

    /// <summary>Calls of models and of tools that are under way at one time; it has neither window nor period.</summary>
    [Schema(Minimum = 0, Maximum = 1_000_000)]
    public int? ConcurrentCalls { get; init; }
}
