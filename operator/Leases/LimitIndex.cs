using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile;

namespace AiGateway.Operator.Leases;

/// <summary>The leased limits of a compilation: which rule a pod means by a name, and which pods share a book. Pods with equal rules share what is made of them.</summary>
internal sealed class LimitIndex
{
    private readonly Dictionary<BundleRules, Dictionary<(LimitScope, string), LimitRule>> _rules = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, List<AgentBundle>> _agents = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> _pods;

    public LimitIndex(Compilation compilation)
    {
        Compilation = compilation;
        _pods = [.. compilation.Agents.Keys.Select(HolderId.Hash)];
        foreach (var agent in compilation.Agents.Values)
        {
            var key = BookId.AgentOf(agent.Agent);
            if (_agents.TryGetValue(key, out var pods)) pods.Add(agent);
            else _agents[key] = [agent];
            RulesOf(agent);
        }
    }

    public Compilation Compilation { get; }

    /// <summary>The rules of all Budgets that any agent shares.</summary>
    public IEnumerable<LimitRule> Budgets => _rules.Keys.SelectMany(rules => rules.Budgets ?? []).DistinctBy(rule => rule.Limit);

    /// <summary>Whether the pod is known and has not ended.</summary>
    public bool Knows(ulong pod) => _pods.Contains(pod);

    /// <summary>What the pod's own rules say of this limit; null where they name none that is leased.</summary>
    public (BookId Id, LimitRule Rule)? Find(string podUid, LimitScope scope, string limit) =>
        Compilation.Agents.TryGetValue(podUid, out var agent) && RulesOf(agent).TryGetValue((scope, limit), out var rule) ? (BookId.Of(rule, agent.Agent), rule) : null;

    /// <summary>The rule of a book, where any agent has it.</summary>
    public LimitRule? RuleOf(BookId id) => PodsOf(id).Select(agent => RulesOf(agent)[(id.Scope, id.Limit)]).FirstOrDefault();

    /// <summary>The pods that share a book.</summary>
    public IEnumerable<AgentBundle> PodsOf(BookId id) =>
        (id.Scope == LimitScope.Budget ? Compilation.Agents.Values : _agents.GetValueOrDefault(id.Agent, []).AsEnumerable()).Where(agent => RulesOf(agent).ContainsKey((id.Scope, id.Limit)));

    private Dictionary<(LimitScope, string), LimitRule> RulesOf(AgentBundle agent)
    {
        var rules = agent.Rules.Rules;
        if (_rules.TryGetValue(rules, out var known)) return known;
        var leased = (rules.Budgets ?? []).Concat(rules.Agent.Policies.SelectMany(policy => policy.Limits ?? ImmutableArray<LimitRule>.Empty)).Where(rule => rule.Scope != LimitScope.Pod);
        return _rules[rules] = leased.DistinctBy(rule => (rule.Scope, rule.Limit)).ToDictionary(rule => (rule.Scope, rule.Limit));
    }
}
