using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>A Secret. It prints without its data.</summary>
public sealed record Secret : KubernetesObject
{
    /// <summary>Base64 values by key.</summary>
    public ImmutableDictionary<string, string> Data { get => field ?? ImmutableDictionary<string, string>.Empty; init; }

    public string? Type { get; init; }

    public override string ToString() => $"Secret {Metadata.Namespace}/{Metadata.Name}";
}
