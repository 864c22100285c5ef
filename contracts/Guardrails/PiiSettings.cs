using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>Which personal data is looked for, and what stands in its place.</summary>
public sealed record PiiSettings
{
    /// <summary>At least one.</summary>
    public required ImmutableArray<PiiType> Types { get; init; }

    /// <summary>For <see cref="GuardAction.Mask"/>.</summary>
    public MaskForm Mask { get; init; }
}
