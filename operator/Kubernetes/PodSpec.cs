using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The parts of a pod's spec that this operator reads.</summary>
public sealed record PodSpec
{
    public string? ServiceAccountName { get; init; }

    public string? RestartPolicy { get; init; }

    public ImmutableArray<PodContainer> Containers { get => field.IsDefault ? [] : field; init; }

    public ImmutableArray<PodContainer> InitContainers { get => field.IsDefault ? [] : field; init; }
}
