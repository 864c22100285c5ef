using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>A regular expression, matched in linear time.</summary>
public sealed record PatternOptions
{
    /// <summary>The expression, in a subset of RE2's syntax (docs/guardrails.md).</summary>
    [Schema(MinLength = 1, MaxLength = 1024)]
    public required string Pattern { get; init; }

    /// <summary>Whether upper and lower case are the same. Defaults to no.</summary>
    public bool? IgnoreCase { get; init; }

    /// <summary>What is recorded as its type, and stands in brackets in place of a match that is masked. Defaults to PATTERN.</summary>
    [Schema(MinLength = 1, MaxLength = 32, Pattern = Patterns.MaskLabel)]
    public string? Label { get; init; }
}
