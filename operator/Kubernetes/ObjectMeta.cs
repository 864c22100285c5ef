using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The metadata of an object, as far as this operator acts on it. Labels and annotations are never null.</summary>
public sealed record ObjectMeta
{
    public string Name { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Uid { get; init; } = "";

    public string ResourceVersion { get; init; } = "";

    public long Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<OwnerReference> OwnerReferences { get; init; } = [];
}
