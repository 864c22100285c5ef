using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>What is decoded.</summary>
public sealed record EncodedOptions
{
    /// <summary>The ways to write bytes as text. Defaults to all.</summary>
    [Schema(MinItems = 1, MaxItems = 3, ListType = "set")]
    public ImmutableArray<EncodedForm>? Forms { get; init; }

    /// <summary>How often what was decoded is decoded again. Defaults to 2.</summary>
    [Schema(Minimum = 1, Maximum = 2)]
    public int? Depth { get; init; }
}
