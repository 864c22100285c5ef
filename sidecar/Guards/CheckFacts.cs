using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>What a check is called, where it looks and what follows; the same for every call.</summary>
internal sealed record CheckFacts
{
    /// <summary>As <c>namespace/name</c>.</summary>
    public required string Guardrail { get; init; }

    /// <summary>Its place among the guardrail's checks, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>A constant of <see cref="CheckTypes"/>.</summary>
    public required string Type { get; init; }

    public required ImmutableArray<GuardPlace> On { get; init; }

    public required GuardAction Action { get; init; }

    public FailureAction OnFailure { get; init; }

    /// <summary>Whether it only records: the check's mode is Shadow, or the policy that names it only audits.</summary>
    public bool IsShadow { get; init; }

    /// <summary>Whether a finding changes what passes, so that text is held back until it is known that there is none.</summary>
    public bool Bites => !IsShadow && Action != GuardAction.Flag;
}
