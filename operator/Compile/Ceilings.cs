using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile;

/// <summary>The policies and Budgets of the platform, and the namespaces that they are for. One whose labels are not known yet is under all of them.</summary>
internal sealed class Ceilings(Inventory inventory, FrozenDictionary<string, NamespaceRules> namespaces)
{
    /// <summary>API servers since 1.21 set it themselves; older ones and folders do not.</summary>
    private const string NameLabel = "kubernetes.io/metadata.name";

    private readonly ImmutableArray<CompiledPolicy> _policies =
        namespaces.TryGetValue(inventory.OperatorNamespace, out var platform) ? [.. platform.Policies.Where(policy => policy.Namespaces is not null)] : [];

    private readonly ImmutableArray<CompiledBudget> _budgets =
        namespaces.TryGetValue(inventory.OperatorNamespace, out var home) ? [.. home.Budgets.Where(budget => budget.Namespaces is not null)] : [];

    private readonly Dictionary<string, ImmutableDictionary<string, string>> _labels = inventory.Namespaces
        .OrderBy(one => one.Metadata.Uid, StringComparer.Ordinal)
        .DistinctBy(one => one.Metadata.Name)
        .ToDictionary(one => one.Metadata.Name, one => one.Metadata.Labels.SetItem(NameLabel, one.Metadata.Name), StringComparer.Ordinal);

    /// <summary>The namespace's labels; null where they are not known yet.</summary>
    public ImmutableDictionary<string, string>? LabelsOf(string name) => _labels.GetValueOrDefault(name);

    public IEnumerable<CompiledPolicy> Of(string name) =>
        LabelsOf(name) is { } labels ? _policies.Where(policy => policy.Namespaces!.Matches(labels)) : _policies;

    public IEnumerable<CompiledBudget> BudgetsOf(string name) =>
        LabelsOf(name) is { } labels ? _budgets.Where(budget => budget.Namespaces!.Matches(labels)) : _budgets;
}
