using System.Collections.Immutable;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Incremental;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile;

/// <summary>Whom which policies and Budgets are for: those of a namespace, and those of the platform over it. One answer for the pods that run and for those about to be created.</summary>
internal sealed class PolicySelection(Inventory inventory, CompiledNamespaces namespaces)
{
    private readonly Ceilings _ceilings = new(inventory, namespaces.Rules);

    /// <summary>What the namespace offers; where nothing stands in it, ceilings may hold there all the same.</summary>
    public NamespaceRules RulesOf(string name) => namespaces.Rules.GetValueOrDefault(name) ?? new NamespaceRules { Name = name, Index = namespaces.Index, Guards = namespaces.Guards };

    /// <summary>The namespace's labels; none where it is not known.</summary>
    public ImmutableDictionary<string, string> LabelsOf(string name) => _ceilings.LabelsOf(name) ?? ImmutableDictionary<string, string>.Empty;

    /// <summary>Every policy that may select a pod of the namespace, in the order in which bundles have them.</summary>
    public ImmutableArray<CompiledPolicy> PoliciesOf(string name) =>
    [
        .. RulesOf(name).Policies.Where(policy => policy.Namespaces is null).Concat(_ceilings.Of(name))
            .OrderBy(policy => policy.Rule.Policy, StringComparer.Ordinal)
            .ThenBy(policy => policy.Source.Uid, StringComparer.Ordinal),
    ];

    /// <summary>Every Budget that may select a pod of the namespace, in the order in which bundles have them.</summary>
    public ImmutableArray<CompiledBudget> BudgetsOf(string name) =>
    [
        .. RulesOf(name).Budgets.Where(budget => budget.Namespaces is null).Concat(_ceilings.BudgetsOf(name))
            .OrderBy(budget => budget.Name, StringComparer.Ordinal)
            .ThenBy(budget => budget.Source.Uid, StringComparer.Ordinal),
    ];
}
