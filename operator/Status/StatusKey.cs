using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Status;

/// <summary>Which object a status is for; one that was made anew under its name is another.</summary>
internal readonly record struct StatusKey(string Kind, string Namespace, string Name, string Uid)
{
    public static StatusKey Of(SourceRef resource) => new(resource.Kind, resource.Namespace, resource.Name, resource.Uid);

    public static StatusKey Of(KubernetesObject value) => new(value.GetType().Name, value.Metadata.Namespace, value.Metadata.Name, value.Metadata.Uid);
}
