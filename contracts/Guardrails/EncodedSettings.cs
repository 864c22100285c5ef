using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>What is decoded.</summary>
public sealed record EncodedSettings
{
    /// <summary>Null for all.</summary>
    public ImmutableArray<EncodedForm>? Forms { get; init; }

    /// <summary>How often what was decoded is decoded again: 1 or 2; null for 2.</summary>
    public int? Depth { get; init; }
}
