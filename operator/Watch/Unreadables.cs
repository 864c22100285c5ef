using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Watch;

/// <summary>Says of an object that the client could not read what our own reader knows of it.</summary>
internal static class Unreadables
{
    /// <summary>One of our kinds: field by field.</summary>
    public static UnreadableObject Describe<T>(UnreadableItem item, ResourceKind<T> kind)
        where T : KubernetesObject =>
        ResourceReader.Read(item.Raw, kind.Json).Unreadable ?? Plain(item, kind.Kind);

    public static UnreadableObject Plain(UnreadableItem item, string kind) =>
        new() { Kind = kind, Metadata = item.Metadata, Field = item.Field, Message = item.Message };
}
