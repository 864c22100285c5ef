using System.Collections.Immutable;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile;

/// <summary>The policies and Budgets of the platform, and the namespaces that they are for. One whose labels are not known yet is under all of them.</summary>
internal sealed class Ceilings(Inventory inventory, IReadOnlyDictionary<string, NamespaceRules> namespaces)
{
    /// <summary>API servers since 1.21 set it themselves; older ones and folders do not.</summary>
    private const string NameLabel = "kubernetes.io/metadata.name";

    private readonly ImmutableArray<CompiledPolicy> _policies =
        namespaces.TryGetValue(inventory.OperatorNamespace, out var platform) ? [.. platform.Policies.Where(policy => policy.Namespaces is not null)] : [];

    private readonly ImmutableArray<CompiledBudget> _budgets =
        namespaces.TryGetValue(inventory.OperatorNamespace, out var home) ? [.. home.Budgets.Where(budget => budget.Namespaces is not null)] : [];

    private readonly Dictionary<string, Namespace> _namespaces = Index(inventory.Namespaces);

    /// <summary>The namespace's labels; null where they are not known yet.</summary>
    public ImmutableDictionary<string, string>? LabelsOf(string name) => _namespaces.GetValueOrDefault(name)?.Metadata.Labels.SetItem(NameLabel, name);

    public IEnumerable<CompiledPolicy> Of(string name) =>
        !_policies.IsEmpty && LabelsOf(name) is { } labels ? _policies.Where(policy => policy.Namespaces!.Matches(labels)) : _policies;

    public IEnumerable<CompiledBudget> BudgetsOf(string name) =>
        !_budgets.IsEmpty && LabelsOf(name) is { } labels ? _budgets.Where(budget => budget.Namespaces!.Matches(labels)) : _budgets;

    /// <summary>Of two of one name the first uid counts.</summary>
    private static Dictionary<string, Namespace> Index(ImmutableArray<Namespace> namespaces)
    {
        var index = new Dictionary<string, Namespace>(namespaces.Length, StringComparer.Ordinal);
        foreach (var one in namespaces)
        {
            if (!index.TryGetValue(one.Metadata.Name, out var other) || string.CompareOrdinal(one.Metadata.Uid, other.Metadata.Uid) < 0) index[one.Metadata.Name] = one;
        }

        return index;
    }
}
