using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile.Incremental;

/// <summary>The pods by the objects that their rules are made of, and what limits in US dollars count at them: of those of one namespace, or of all.</summary>
internal sealed class PodsBySource(ImmutableArray<AgentBundle> agents)
{
    private readonly Dictionary<SourceKey, List<List<AgentBundle>>> _pods = Find(agents);

    /// <summary>Of those that share rules: all sources of these have the same pods, and share their list.</summary>
    private readonly Dictionary<List<AgentBundle>, ImmutableArray<string>> _uids = new(ReferenceEqualityComparer.Instance);

    /// <summary>What has no price; worked out when it is first asked for.</summary>
    public Lazy<PriceReports> Prices { get; } = new(() => new(agents));

    /// <summary>The pods whose rules the object is a source of, ordered by uid.</summary>
    public ImmutableArray<string> UidsOf(SourceRef source)
    {
        if (!_pods.TryGetValue(SourceKey.Of(source), out var groups)) return [];
        if (groups.Count > 1) return UidsOf(groups);
        return _uids.TryGetValue(groups[0], out var known) ? known : _uids[groups[0]] = UidsOf(groups);
    }

    private static ImmutableArray<string> UidsOf(List<List<AgentBundle>> groups)
    {
        var uids = new string[groups.Sum(group => group.Count)];
        var at = 0;
        foreach (var agent in groups.SelectMany(group => group)) uids[at++] = agent.Agent.PodUid;
        Array.Sort(uids, StringComparer.Ordinal);
        return ImmutableCollectionsMarshal.AsImmutableArray(uids);
    }

    /// <summary>The workloads of these pods.</summary>
    public int CountAgents(SourceRef source) =>
        _pods.GetValueOrDefault(SourceKey.Of(source), []).SelectMany(group => group).Select(one => (one.Agent.Namespace, one.Agent.WorkloadKind, one.Agent.WorkloadName)).Distinct().Count();

    /// <summary>Pods that share rules share their sources too, so these are walked once.</summary>
    private static Dictionary<SourceKey, List<List<AgentBundle>>> Find(ImmutableArray<AgentBundle> agents)
    {
        var groups = new Dictionary<CompiledRules, List<AgentBundle>>(ReferenceEqualityComparer.Instance);
        foreach (var agent in agents)
        {
            if (groups.TryGetValue(agent.Rules, out var group)) group.Add(agent);
            else groups.Add(agent.Rules, [agent]);
        }

        var pods = new Dictionary<SourceKey, List<List<AgentBundle>>>();
        foreach (var (rules, group) in groups)
        {
            foreach (var source in rules.Rules.Sources.Where(source => source.Kind != nameof(Secret)).Select(SourceKey.Of).Distinct())
            {
                if (pods.TryGetValue(source, out var found)) found.Add(group);
                else pods.Add(source, [group]);
            }
        }

        return pods;
    }
}
