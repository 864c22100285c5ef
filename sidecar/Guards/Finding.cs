using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>What a check found in a call, as audit and metrics may tell it: type, count and place, never the text.</summary>
/// <param name="Check">The check.</param>
/// <param name="Label">As <see cref="TextMatch.Label"/>; <c>failed</c> where the check could not be made.</param>
/// <param name="Place">Where.</param>
internal sealed record Finding(CheckFacts Check, string Label, GuardPlace Place)
{
    public int Count { get; set; } = 1;
}
