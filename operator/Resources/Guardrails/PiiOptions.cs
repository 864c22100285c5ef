using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>Which personal data is looked for, and what stands in its place.</summary>
public sealed record PiiOptions
{
    /// <summary>The kinds.</summary>
    [Schema(MinItems = 1, MaxItems = 32, ListType = "set")]
    public required ImmutableArray<PiiType> Types { get; init; }

    /// <summary>
    /// What stands in its place: Label is [EMAIL]; Partial its last characters; Hash a keyed hash, the same for the same value in one pod; Reversible a number that the answer turns back,
    /// so that the provider never has the value and the user does not notice. Defaults to Label.
    /// </summary>
    public MaskForm? Mask { get; init; }
}
