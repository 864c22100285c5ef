using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>What became of one check by a call. At most one of label and fault is set; neither lets the texts pass.</summary>
/// <param name="Check">The check.</param>
/// <param name="Place">The place of the text that it speaks of, or of the first that it was asked about.</param>
internal sealed record Ruling(CheckFacts Check, GuardPlace Place)
{
    /// <summary>The fault of a question that was taken back, since its call had ended: no failure of the check.</summary>
    public const string Stopped = "stopped";

    /// <summary>As <see cref="TextMatch.Label"/>; null where nothing was found.</summary>
    public string? Label { get; init; }

    /// <summary>One word for why the check could not be made; null where it was.</summary>
    public string? Fault { get; init; }

    /// <summary>What was used for it, a try each.</summary>
    public ImmutableArray<GuardUsage> Usage { get; init; } = [];
}
