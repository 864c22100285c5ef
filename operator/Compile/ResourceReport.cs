using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Prices;

namespace AiGateway.Operator.Compile;

/// <summary>One resource after compiling: what is wrong with it, and which pods it reaches.</summary>
internal sealed record ResourceReport
{
    private static readonly Lazy<ImmutableArray<PriceGap>?> s_none = new((ImmutableArray<PriceGap>?)null);

    /// <summary>Kind, name, uid and generation.</summary>
    public required SourceRef Resource { get; init; }

    /// <summary>Ordered by condition and field; empty where all is well.</summary>
    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>The uids of the pods whose rules this resource is a source of (an AgentPolicy or Budget: of the pods that it selects).</summary>
    public required ImmutableArray<string> PodUids { get; init; }

    /// <summary>How many routes name this credential, or policies and routes this guardrail, or how many agents share this Budget; null for the other kinds.</summary>
    public int? UsedBy { get; init; }

    /// <summary>What holds the workload of an Agent; null for nothing, and for the other kinds.</summary>
    public Hold? Hold { get; init; }

    /// <summary>
    /// What has no price: of a ModelRoute that calls can go through, and of an AgentPolicy or Budget with a limit in US dollars. Empty where every price is known; null where it is no question. Worked out when
    /// it is first asked for: no bundle waits for it, and a replica that writes no status never asks.
    /// </summary>
    public Lazy<ImmutableArray<PriceGap>?> PriceGaps { get; init; } = s_none;

    /// <summary>resourceVersion of the Secret in use by a credential, tool server or guardrail, of several the newest; null for the other kinds, or where none is.</summary>
    public string? SecretResourceVersion { get; init; }
}
