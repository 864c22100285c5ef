namespace AiGateway.Operator.Kubernetes;

/// <summary>One line of a watch. Exactly one of <see cref="Object"/> and <see cref="Unreadable"/> is set; a bookmark has neither.</summary>
internal sealed record WatchEvent<T>
    where T : KubernetesObject
{
    public required WatchEventType Type { get; init; }

    public required string ResourceVersion { get; init; }

    public T? Object { get; init; }

    public UnreadableItem? Unreadable { get; init; }
}
