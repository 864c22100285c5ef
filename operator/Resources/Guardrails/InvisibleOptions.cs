using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>Which characters that nobody sees are found.</summary>
public sealed record InvisibleOptions
{
    /// <summary>The kinds. Defaults to all.</summary>
    [Schema(MinItems = 1, MaxItems = 3, ListType = "set")]
    public ImmutableArray<InvisibleKind>? Kinds { get; init; }
}
