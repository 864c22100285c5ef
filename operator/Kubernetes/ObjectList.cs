using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>All objects of a kind at one version, those that could not be read beside the others.</summary>
internal sealed record ObjectList<T>
    where T : KubernetesObject
{
    public required string ResourceVersion { get; init; }

    public required ImmutableArray<T> Items { get; init; }

    public ImmutableArray<UnreadableItem> Unreadable { get; init; } = [];
}
