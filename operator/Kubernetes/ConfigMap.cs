using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>A ConfigMap, text values alone.</summary>
public sealed record ConfigMap : KubernetesObject
{
    public ImmutableDictionary<string, string> Data { get => field ?? ImmutableDictionary<string, string>.Empty; init; }
}
