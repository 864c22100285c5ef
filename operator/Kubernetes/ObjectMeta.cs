using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The metadata of an object, as far as this operator acts on it. Labels and annotations are never null.</summary>
public sealed record ObjectMeta
{
    public string Name { get => field ?? ""; init; }

    public string Namespace { get => field ?? ""; init; }

    public string Uid { get => field ?? ""; init; }

    public string ResourceVersion { get => field ?? ""; init; }

    public long Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public ImmutableDictionary<string, string> Labels { get => field ?? ImmutableDictionary<string, string>.Empty; init; }

    public ImmutableDictionary<string, string> Annotations { get => field ?? ImmutableDictionary<string, string>.Empty; init; }

    public ImmutableArray<OwnerReference> OwnerReferences { get => field.IsDefault ? [] : field; init; }
}
