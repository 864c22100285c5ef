using System.Collections.Immutable;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Suggestions;

/// <summary>What selects an agent's pods, from the pods that there are: the labels that all of them have, without those that controllers put on.</summary>
internal static class PodLabels
{
    private static readonly ImmutableArray<string> Controllers = ["pod-template-hash", "controller-revision-hash", "pod-template-generation", "job-name", "controller-uid"];

    public static LabelSelector? Of(ObjectKey agent, Inventory inventory)
    {
        var workload = inventory.Agents.FirstOrDefault(one => one.Metadata.Namespace == agent.Namespace && one.Metadata.Name == agent.Name)?.Spec.Workload;
        var labels = inventory.Pods.Where(pod => pod.Metadata.Namespace == agent.Namespace && IsOf(pod, workload)).Select(pod => pod.Metadata.Labels).ToList();
        if (labels.Count == 0) return null;
        var shared = labels.Aggregate((left, right) => left.Where(label => right.GetValueOrDefault(label.Key) == label.Value).ToImmutableDictionary())
            .Where(label => !IsControllers(label.Key)).ToImmutableDictionary();
        return shared.IsEmpty ? null : new() { MatchLabels = shared };
    }

    private static bool IsOf(Pod pod, WorkloadRef? workload) =>
        WorkloadIdentity.Of(pod) is var identity && workload is not null && (identity.WorkloadKind, identity.WorkloadName) == (workload.Kind, workload.Name);

    private static bool IsControllers(string label) =>
        Controllers.Contains(label) || label.StartsWith("statefulset.kubernetes.io/", StringComparison.Ordinal) || label.StartsWith("apps.kubernetes.io/", StringComparison.Ordinal)
        || label.StartsWith("batch.kubernetes.io/", StringComparison.Ordinal) || label.StartsWith(Group.Name + "/", StringComparison.Ordinal);
}
