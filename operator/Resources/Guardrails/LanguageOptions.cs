using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>Languages of fenced code blocks, by the name behind the fence.</summary>
[CelRule(
    "(has(self.allow) && self.allow.size() > 0) || (has(self.deny) && self.deny.size() > 0) || (has(self.unlabelled) && self.unlabelled == 'Deny')",
    CheckMessages.LanguageEmpty)]
public sealed record LanguageOptions
{
    /// <summary>Where it names languages, blocks of all others are found.</summary>
    [Schema(MaxItems = 128, ListType = "set", MinLength = 1, MaxLength = 32, Pattern = Patterns.VisibleAscii)]
    public ImmutableArray<string>? Allow { get; init; }

    /// <summary>Blocks of these are found.</summary>
    [Schema(MaxItems = 128, ListType = "set", MinLength = 1, MaxLength = 32, Pattern = Patterns.VisibleAscii)]
    public ImmutableArray<string>? Deny { get; init; }

    /// <summary>What becomes of a block that names no language. Defaults to Allow.</summary>
    public Unlabelled? Unlabelled { get; init; }
}
