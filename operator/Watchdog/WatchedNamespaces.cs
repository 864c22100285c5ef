using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Watchdog;

/// <summary>What namespaces say about injection, as the webhook's selectors read it.</summary>
internal sealed class WatchedNamespaces(Inventory inventory)
{
    private readonly Dictionary<string, ObjectMeta> _found = inventory.Namespaces
        .OrderBy(one => one.Metadata.Uid, StringComparer.Ordinal)
        .DistinctBy(one => one.Metadata.Name)
        .ToDictionary(one => one.Metadata.Name, one => one.Metadata, StringComparer.Ordinal);

    /// <summary>Whether no pod of it is ever injected: the operator's own, and those that run the cluster.</summary>
    public bool IsExempt(string name) =>
        name == inventory.OperatorNamespace
        || name is "kube-system" or "kube-node-lease"
        || _found.GetValueOrDefault(name)?.Labels.ContainsKey(Group.ControlPlaneLabel) == true;

    public bool OptsIn(string name) => _found.GetValueOrDefault(name)?.Labels.GetValueOrDefault(Group.InjectLabel) == "enabled";

    /// <summary>Whether its pods are to be left as they are.</summary>
    public bool IsReportOnly(string name) => _found.GetValueOrDefault(name) is { } found && IsReportOnly(found);

    public static bool IsReportOnly(ObjectMeta metadata) => metadata.Annotations.GetValueOrDefault(Group.WatchdogAnnotation) == "report";
}
