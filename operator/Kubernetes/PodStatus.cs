using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The parts of a pod's status that this operator reads.</summary>
public sealed record PodStatus
{
    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string? Phase { get; init; }

    public ImmutableArray<ContainerStatus> ContainerStatuses { get => field.IsDefault ? [] : field; init; }

    public ImmutableArray<ContainerStatus> InitContainerStatuses { get => field.IsDefault ? [] : field; init; }
}
