using System.Collections.Immutable;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Registry;

/// <summary>A workload's pods that have not ended.</summary>
internal sealed record WorkloadPods
{
    public static readonly WorkloadPods None = new() { Carriers = [], Bare = [] };

    /// <summary>Those with a sidecar.</summary>
    public required ImmutableArray<AgentBundle> Carriers { get; init; }

    /// <summary>Those without one.</summary>
    public required ImmutableArray<AgentBundle> Bare { get; init; }

    /// <summary>Why one without a sidecar is taken for one that reaches models; null where none is, or nobody looks.</summary>
    public PodSign? Sign { get; init; }

    public IEnumerable<AgentBundle> All => Carriers.Concat(Bare);
}
