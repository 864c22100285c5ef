using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>A container of a pod, by name, image and environment.</summary>
public sealed record PodContainer
{
    public string Name { get => field ?? ""; init; }

    public string? Image { get; init; }

    /// <summary>Looked at as the pod comes, and not kept in memory.</summary>
    public ImmutableArray<EnvVar> Env { get => field.IsDefault ? [] : field; init; }
}
