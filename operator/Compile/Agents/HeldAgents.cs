using System.Collections.Immutable;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>What there is to say about Agents that are held, or were: those that nothing ever held have no report, and cost no write.</summary>
internal static class HeldAgents
{
    /// <summary>The condition that an Agent keeps once it was held.</summary>
    public const string Condition = "Held";

    /// <param name="agents">The Agents of one namespace.</param>
    /// <param name="bundles">The pods of that namespace.</param>
    /// <param name="holds">What holds pods.</param>
    public static IEnumerable<ResourceReport> Report(ImmutableArray<Agent> agents, ImmutableArray<AgentBundle> bundles, Holds holds)
    {
        if (agents.IsEmpty) yield break;
        var pods = bundles.ToLookup(bundle => (bundle.Agent.WorkloadKind, bundle.Agent.WorkloadName));
        foreach (var agent in agents.OrderBy(one => one.Metadata.Name, StringComparer.Ordinal).ThenBy(one => one.Metadata.Uid, StringComparer.Ordinal).DistinctBy(one => one.Metadata.Name))
        {
            var workload = agent.Spec.Workload;
            ImmutableArray<AgentBundle> own = [.. pods[(workload.Kind, workload.Name)]];
            var hold = holds.Of(agent.Metadata.Namespace, (workload.Kind, workload.Name)) ?? ByPolicy(own);
            if (hold is null && agent.Status?.Conditions.Any(one => one.Type == Condition) != true) continue;
            yield return new()
            {
                Resource = Sources.Of(agent),
                Diagnostics = [],
                PodUids = hold is null ? [] : [.. own.Select(bundle => bundle.Agent.PodUid).Order(StringComparer.Ordinal)],
                Hold = hold,
            };
        }
    }

    /// <summary>A policy that suspends the pods holds the agent as much.</summary>
    private static Hold? ByPolicy(ImmutableArray<AgentBundle> own)
    {
        foreach (var rules in own.Select(bundle => bundle.Rules.Rules))
        {
            if (rules.Agent.Policies.FirstOrDefault(policy => policy.Suspended) is not { } policy) continue;
            if (rules.Sources.FirstOrDefault(source => source.Kind == nameof(AgentPolicy) && $"{source.Namespace}/{source.Name}" == policy.Policy) is { } by)
                return new() { Rule = new() { SuspendedBy = $"{nameof(AgentPolicy)} {policy.Policy}" }, Sources = [by] };
        }

        return null;
    }
}
