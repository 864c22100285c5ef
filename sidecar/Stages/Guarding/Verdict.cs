using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>What somebody said of texts: nothing against them, a label for what is, or one word for why nothing was said.</summary>
internal readonly record struct Verdict
{
    /// <summary>Nothing was found.</summary>
    public static Verdict Pass => default;

    public string? Label { get; private init; }

    public string? Fault { get; private init; }

    /// <summary>The place of the text that is meant; null where that was not said.</summary>
    public GuardPlace? Place { get; private init; }

    /// <summary>What models used for it.</summary>
    public ImmutableArray<GuardUsage> Usage { get; init; }

    public static Verdict Found(string label, GuardPlace? place = null) => new() { Label = label, Place = place };

    public static Verdict Failed(string fault) => new() { Fault = fault };
}
