using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Compile.Prices;

namespace AiGateway.Operator.Compile;

/// <summary>What each limit in US dollars counts whose price is not known, at all agents that it holds; those that share rules are looked at once.</summary>
internal sealed class PriceReports(ImmutableArray<AgentBundle> agents)
{
    private readonly ILookup<string, PriceGap> _gaps = agents.Select(agent => agent.Rules)
        .DistinctBy(rules => rules.Revision, StringComparer.Ordinal)
        .SelectMany(rules => PriceGaps.OfLimits(rules.Rules))
        .ToLookup(gap => gap.Limit!.Limit, StringComparer.Ordinal);

    private readonly FrozenSet<string> _selecting = agents.Select(agent => agent.Rules).DistinctBy(rules => rules.Revision, StringComparer.Ordinal)
        .SelectMany(rules => rules.Rules.Agent.Policies.Select(policy => policy.Policy))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Of a policy; of one that selects no pod, what a pod would meet that it alone selects. Null where it has no limit in US dollars.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="home">Its namespace.</param>
    public ImmutableArray<PriceGap>? Of(CompiledPolicy policy, NamespaceRules home)
    {
        if (policy.Rule.Limits is not { } limits || !limits.Any(IsMoney)) return null;
        return _selecting.Contains(policy.Rule.Policy) ? Of(limits) : PriceGaps.OfLimits(home.For([policy], []));
    }

    /// <summary>Of a Budget; null where it is none of US dollars.</summary>
    public ImmutableArray<PriceGap>? Of(CompiledBudget budget) => budget.Rule is { } rule && IsMoney(rule) ? Of([rule]) : null;

    private ImmutableArray<PriceGap> Of(ImmutableArray<LimitRule> limits) => PriceGaps.Sort(limits.Where(IsMoney).SelectMany(limit => _gaps[limit.Limit]));

    private static bool IsMoney(LimitRule limit) => limit.Unit == LimitUnit.Usd;
}
