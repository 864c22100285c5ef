namespace AiGateway.Operator.Kubernetes;

/// <summary>What a line of a watch says. An error line is not one of these: it ends the watch as a <see cref="KubeException"/>.</summary>
internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,
    Bookmark,
}
