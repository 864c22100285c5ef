using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Prices;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Compile;

/// <summary>What there is to say about each resource: its diagnostics, and the pods that it reaches.</summary>
internal static class ReportCompiler
{
    public static ImmutableArray<ResourceReport> Compile(
        FrozenDictionary<string, NamespaceRules> namespaces, ImmutableArray<UnreadableObject> unreadable, ImmutableArray<AgentBundle> agents)
    {
        var pods = FindPods(agents);
        var prices = new Lazy<PriceReports>(() => new(agents));
        var users = CountUsers(namespaces);
        return
        [
            .. namespaces.Values.SelectMany(rules => Report(rules, pods, users).Concat(Report(rules, pods, prices)))
                .Concat(unreadable.Where(one => one.Kind is not (nameof(AgentPolicy) or nameof(Budget))).Select(one => Report(Sources.Of(one), Sources.Diagnose(one), pods)))
                .OrderBy(report => report.Resource.Kind, StringComparer.Ordinal)
                .ThenBy(report => report.Resource.Namespace, StringComparer.Ordinal)
                .ThenBy(report => report.Resource.Name, StringComparer.Ordinal)
                .ThenBy(report => report.Resource.Uid, StringComparer.Ordinal),
        ];
    }

    /// <summary>What calls go by, and what bounds what they cost.</summary>
    private static IEnumerable<ResourceReport> Report(NamespaceRules rules, ILookup<SourceKey, List<AgentIdentity>> pods, Lazy<PriceReports> prices) =>
        rules.Policies.Select(policy => Report(policy.Source, policy.Diagnostics, pods) with { PriceGaps = new(() => prices.Value.Of(policy, rules)) })
            .Concat(rules.Routes.Select(route => Report(Sources.Of(route.Route), route.Diagnostics, pods) with { PriceGaps = new(() => PriceGaps.OfRoute(route, rules.Index)) }))
            .Concat(rules.Budgets.Select(budget => Report(budget.Source, budget.Diagnostics, pods) with { UsedBy = CountAgents(pods[SourceKey.Of(budget.Source)]), PriceGaps = new(() => prices.Value.Of(budget)) }));

    /// <summary>What calls go with.</summary>
    private static IEnumerable<ResourceReport> Report(NamespaceRules rules, ILookup<SourceKey, List<AgentIdentity>> pods, Dictionary<(string, string), int> users) =>
        rules.Providers.Select(provider => Report(Sources.Of(provider.Credential), provider.Diagnostics, pods) with
        {
            UsedBy = users.GetValueOrDefault((provider.Credential.Metadata.Namespace, provider.Credential.Metadata.Name)),
            SecretResourceVersion = provider.Secret?.Metadata.ResourceVersion,
        })
            .Concat(rules.Servers.Select(server => Report(Sources.Of(server.Server), server.Diagnostics, pods) with { SecretResourceVersion = server.SecretResourceVersion }))
            .Concat(rules.Guardrails.Select(guardrail => Report(Sources.Of(guardrail.Guardrail), guardrail.Diagnostics, pods) with
            {
                UsedBy = CountUsers(rules, guardrail.Guardrail.Metadata.Name),
                SecretResourceVersion = guardrail.SecretResourceVersion,
            }));

    private static ResourceReport Report(SourceRef source, ImmutableArray<Diagnostic> diagnostics, ILookup<SourceKey, List<AgentIdentity>> pods) =>
        new() { Resource = source, Diagnostics = diagnostics, PodUids = [.. pods[SourceKey.Of(source)].SelectMany(some => some).Select(pod => pod.PodUid).Order(StringComparer.Ordinal)] };

    /// <summary>The routes that name a credential, whether it is shared with them or not.</summary>
    private static Dictionary<(string, string), int> CountUsers(FrozenDictionary<string, NamespaceRules> namespaces) =>
        namespaces.Values.SelectMany(rules => rules.Routes)
            .SelectMany(route => route.Route.Spec.Targets.Select(target => (target.Namespace ?? route.Route.Metadata.Namespace, target.Credential)).Distinct())
            .CountBy(use => use)
            .ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>The policies and routes of its namespace that name a guardrail.</summary>
    private static int CountUsers(NamespaceRules rules, string guardrail) =>
        rules.Policies.Count(policy => policy.Guardrails.Contains(guardrail)) + rules.Routes.Count(route => route.Route.Spec.Guardrails.Contains(guardrail));

    /// <summary>The workloads of the pods.</summary>
    private static int CountAgents(IEnumerable<List<AgentIdentity>> pods) =>
        pods.SelectMany(some => some).Select(pod => (pod.Namespace, pod.WorkloadKind, pod.WorkloadName)).Distinct().Count();

    /// <summary>The pods by source; those that share rules share their sources too, so these are walked once.</summary>
    private static ILookup<SourceKey, List<AgentIdentity>> FindPods(IEnumerable<AgentBundle> agents) =>
        agents.GroupBy(agent => agent.Rules.Revision, (_, group) => group.ToList(), StringComparer.Ordinal)
            .Select(group => (group[0].Rules.Rules.Sources, Pods: group.ConvertAll(agent => agent.Agent)))
            .SelectMany(
                group => group.Sources.Where(source => source.Kind != nameof(Secret)).Select(SourceKey.Of).Distinct(),
                (group, source) => (Source: source, group.Pods))
            .ToLookup(pair => pair.Source, pair => pair.Pods);
}
