using System.Collections.Immutable;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Incremental;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile;

/// <summary>Finds the policies and Budgets of the pods of one namespace. Pods that the same ones select share what is made of them, which is made once.</summary>
/// <param name="rules">What the namespace offers.</param>
/// <param name="selection">Whom which policies and Budgets are for.</param>
/// <param name="known">What was made of selections before, of the same offer; null for nothing.</param>
/// <param name="compile">Makes the rules of a selection that is not known.</param>
internal sealed class NamespaceSelection(NamespaceRules rules, PolicySelection selection, IReadOnlyDictionary<string, SelectedRules>? known, Func<PodSelection, CompiledRules> compile)
{
    private readonly ImmutableArray<CompiledPolicy> _policies = selection.PoliciesOf(rules.Name);
    private readonly ImmutableArray<CompiledBudget> _budgets = selection.BudgetsOf(rules.Name);
    private readonly Dictionary<string, SelectedRules> _bySelection = new(StringComparer.Ordinal);

    /// <summary>By which of them select a pod that nothing holds: most pods are found by it, and nothing is allocated for them.</summary>
    private readonly Dictionary<string, SelectedRules> _byMarks = new(StringComparer.Ordinal);

    private char[] _marks = [];

    /// <summary>The pods with their rules.</summary>
    /// <param name="pods">Those that have not ended.</param>
    /// <param name="isCarrier">Whether a pod may be given keys.</param>
    /// <param name="holds">What holds pods.</param>
    public NamespaceAgents Select(IEnumerable<Pod> pods, Func<Pod, bool> isCarrier, Holds holds)
    {
        _marks = new char[1 + _policies.Length + _budgets.Length];
        var agents = ImmutableArray.CreateBuilder<AgentBundle>();
        foreach (var pod in pods.OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal))
        {
            var identity = WorkloadIdentity.Of(pod);
            var hold = holds.Of(pod, identity);
            var found = Find(pod, isCarrier(pod), hold);
            agents.Add(new() { Agent = identity, Pod = pod, Rules = found.Rules, Hold = hold, Wanted = found.Wanted });
        }

        return new() { Agents = agents.ToImmutable(), Rules = rules, BySelection = _bySelection };
    }

    private SelectedRules Find(Pod pod, bool isCarrier, Hold? hold)
    {
        Mark(pod, isCarrier);
        var byMarks = _byMarks.GetAlternateLookup<ReadOnlySpan<char>>();
        if (hold is null && byMarks.TryGetValue(_marks, out var found)) return found;
        found = Find(new PodSelection
        {
            Rules = rules,
            IsCarrier = isCarrier,
            Policies = [.. _policies.Where((_, index) => _marks[1 + index] == '+')],
            Budgets = [.. _budgets.Where((_, index) => _marks[1 + _policies.Length + index] == '+')],
            Hold = hold,
        });
        if (hold is null) byMarks[_marks] = found;
        return found;
    }

    private SelectedRules Find(PodSelection selected)
    {
        var key = selected.Key;
        if (_bySelection.TryGetValue(key, out var found)) return found;
        return _bySelection[key] = known?.GetValueOrDefault(key) ?? new(compile(selected), WantedLevel.Of(selected.Policies));
    }

    private void Mark(Pod pod, bool isCarrier)
    {
        var labels = pod.Metadata.Labels;
        _marks[0] = isCarrier ? '+' : '-';
        for (var at = 0; at < _policies.Length; at++) _marks[1 + at] = _policies[at].Selector.Matches(labels) ? '+' : '-';
        for (var at = 0; at < _budgets.Length; at++) _marks[1 + _policies.Length + at] = _budgets[at].Selector.Matches(labels) ? '+' : '-';
    }
}
