namespace AiGateway.Contracts;

/// <summary>
/// Who the agent is: what the cluster says of its pod. Made by the operator from the pod that the sidecar's token names,
/// never from what the agent or the sidecar says of itself.
/// </summary>
public sealed record AgentIdentity
{
    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod's ServiceAccount.</summary>
    public required string ServiceAccount { get; init; }

    /// <summary>The kind of the workload that owns the pod, as <c>Deployment</c>; <c>Pod</c> where nothing owns it.</summary>
    public required string WorkloadKind { get; init; }

    /// <summary>The name of that workload.</summary>
    public required string WorkloadName { get; init; }

    /// <summary>The pod's name.</summary>
    public required string Pod { get; init; }

    /// <summary>The pod's uid.</summary>
    public required string PodUid { get; init; }
}
