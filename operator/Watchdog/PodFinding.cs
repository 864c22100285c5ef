using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Watchdog;

/// <summary>One thing that is not as it should be with a pod, and that a new pod in its place would not have.</summary>
internal sealed record PodFinding
{
    public required Pod Pod { get; init; }

    /// <summary>One of <c>NoSidecar</c>, <c>SidecarOutdated</c>, <c>BelowLevel</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>What it is and what to do, for a person.</summary>
    public required string Note { get; init; }

    /// <summary>Who would put a new pod in its place; null where nobody would, the pod has a task to end, or its author or namespace wants it left alone.</summary>
    public required OwnerReference? Restarter { get; init; }
}
