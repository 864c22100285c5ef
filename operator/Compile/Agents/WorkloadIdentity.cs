using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>Who an agent is, from its pod's own metadata. A ReplicaSet's name without the pod template's hash is its Deployment's.</summary>
internal static class WorkloadIdentity
{
    private const string TemplateHashLabel = "pod-template-hash";

    public static AgentIdentity Of(Pod pod)
    {
        var (kind, name) = OwnerOf(pod);
        return new()
        {
            Namespace = pod.Metadata.Namespace,
            ServiceAccount = string.IsNullOrEmpty(pod.Spec.ServiceAccountName) ? "default" : pod.Spec.ServiceAccountName,
            WorkloadKind = kind,
            WorkloadName = name,
            Pod = pod.Metadata.Name,
            PodUid = pod.Metadata.Uid,
        };
    }

    private static (string Kind, string Name) OwnerOf(Pod pod)
    {
        if (pod.Metadata.OwnerReferences.FirstOrDefault(owner => owner.Controller == true) is not { } owner) return (nameof(Pod), pod.Metadata.Name);
        return owner.Kind == "ReplicaSet"
            && pod.Metadata.Labels.TryGetValue(TemplateHashLabel, out var hash)
            && owner.Name.Length > hash.Length + 1
            && owner.Name.EndsWith($"-{hash}", StringComparison.Ordinal)
                ? ("Deployment", owner.Name[..^(hash.Length + 1)])
                : (owner.Kind, owner.Name);
    }
}
