using System.Collections.Immutable;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>Groups pods by their workload. One is an agent where any of its pods has a sidecar, or has a sign of models and none.</summary>
internal static class Workloads
{
    public static Dictionary<Workload, WorkloadPods> Of(Inventory inventory, Compilation compilation, bool looksForShadows)
    {
        var found = new Dictionary<Workload, WorkloadPods>();
        foreach (var group in compilation.Agents.Values.GroupBy(WorkloadOf))
        {
            if (!AgentNames.CanName(group.Key.Kind, group.Key.Name)) continue;
            var split = group.ToLookup(agent => !inventory.SidecarsAreInjected || HasSidecar(agent.Pod));
            var sign = looksForShadows ? split[false].Select(agent => agent.Pod.Sign).FirstOrDefault(sign => sign is not null) : null;
            if (split[true].Any() || sign is not null) found.Add(group.Key, new() { Carriers = [.. split[true]], Bare = [.. split[false]], Sign = sign });
        }

        return found;
    }

    public static Workload WorkloadOf(AgentBundle agent) => new(agent.Agent.Namespace, agent.Agent.WorkloadKind, agent.Agent.WorkloadName);

    public static Workload WorkloadOf(Agent agent) => new(agent.Metadata.Namespace, agent.Spec.Workload.Kind, agent.Spec.Workload.Name);

    private static bool HasSidecar(Pod pod) => IsOurs(pod.Spec.Containers) || IsOurs(pod.Spec.InitContainers);

    private static bool IsOurs(ImmutableArray<PodContainer> containers)
    {
        foreach (var container in containers)
        {
            if (container.Name == Group.SidecarContainer) return true;
        }

        return false;
    }
}
