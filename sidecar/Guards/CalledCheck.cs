using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>A check that asks somebody else, with the settings that it is asked by.</summary>
internal sealed record CalledCheck(CheckFacts Facts, CheckRule Rule)
{
    /// <summary>Who is asked; null where nothing was built, and the check then fails.</summary>
    public Callee? Callee { get; init; }
}
