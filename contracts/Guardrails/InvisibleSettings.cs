using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>Which characters are found.</summary>
public sealed record InvisibleSettings
{
    /// <summary>Null for all.</summary>
    public ImmutableArray<InvisibleKind>? Kinds { get; init; }
}
