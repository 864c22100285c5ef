using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>When a call of a tool counts as repeated.</summary>
[CelRule("(has(self.stopAfter) ? self.stopAfter : 6) > (has(self.warnAfter) ? self.warnAfter : 3)", CheckMessages.LoopOrder)]
public sealed record LoopOptions
{
    /// <summary>After how many equal calls the agent reads that it repeats itself. Defaults to 3.</summary>
    [Schema(Minimum = 1, Maximum = 1000)]
    public int? WarnAfter { get; init; }

    /// <summary>After how many they are refused. Defaults to 6.</summary>
    [Schema(Minimum = 2, Maximum = 1000)]
    public int? StopAfter { get; init; }

    /// <summary>Within which time, from 1s to 24h. Defaults to 5m.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? Window { get; init; }

    /// <summary>Tools that may be polled: exact, or a prefix that ends in *.</summary>
    [Schema(MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string>? Exempt { get; init; }
}
