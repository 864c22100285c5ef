using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>The checks.</summary>
public sealed record GuardrailSpec
{
    /// <summary>
    /// What is looked for, where, and what then happens, in this order. Each check sees each text as it came, whatever the checks before it mask, and a denial by any of them denies.
    /// </summary>
    [Schema(MinItems = 1, MaxItems = 32, ListType = "atomic")]
    public required ImmutableArray<Check> Checks { get; init; }
}
