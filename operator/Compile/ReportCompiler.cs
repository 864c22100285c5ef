using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile;

/// <summary>What there is to say about each resource: its diagnostics, and the pods that it reaches.</summary>
internal static class ReportCompiler
{
    public static ImmutableArray<ResourceReport> Compile(
        FrozenDictionary<string, NamespaceRules> namespaces, ImmutableArray<UnreadableObject> unreadable, IEnumerable<AgentBundle> agents)
    {
        var pods = FindPods(agents);
        return
        [
            .. namespaces.Values.SelectMany(rules => Report(rules, pods))
                .Concat(unreadable.Where(one => one.Kind != nameof(AgentPolicy)).Select(one => Report(Sources.Of(one), Sources.Diagnose(one), pods)))
                .OrderBy(report => report.Resource.Kind, StringComparer.Ordinal)
                .ThenBy(report => report.Resource.Namespace, StringComparer.Ordinal)
                .ThenBy(report => report.Resource.Name, StringComparer.Ordinal)
                .ThenBy(report => report.Resource.Uid, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<ResourceReport> Report(NamespaceRules rules, ILookup<SourceKey, List<string>> pods) =>
        rules.Policies.Select(policy => Report(policy.Source, policy.Diagnostics, pods))
            .Concat(rules.Routes.Select(route => Report(Sources.Of(route.Route), route.Diagnostics, pods)))
            .Concat(rules.Providers.Values.Select(provider => Report(Sources.Of(provider.Credential), provider.Diagnostics, pods) with
            {
                UsedBy = rules.Routes.Count(route => route.Route.Spec.Targets.Any(target => target.Credential == provider.Credential.Metadata.Name)),
                SecretResourceVersion = provider.Secret?.Metadata.ResourceVersion,
            }));

    private static ResourceReport Report(SourceRef source, ImmutableArray<Diagnostic> diagnostics, ILookup<SourceKey, List<string>> pods) =>
        new() { Resource = source, Diagnostics = diagnostics, PodUids = [.. pods[SourceKey.Of(source)].SelectMany(uids => uids).Order(StringComparer.Ordinal)] };

    /// <summary>The pods by source; those that share rules share their sources too, so these are walked once.</summary>
    private static ILookup<SourceKey, List<string>> FindPods(IEnumerable<AgentBundle> agents) =>
        agents.GroupBy(agent => agent.Rules.Revision, (_, group) => group.ToList(), StringComparer.Ordinal)
            .Select(group => (group[0].Rules.Rules.Sources, Uids: group.ConvertAll(agent => agent.Agent.PodUid)))
            .SelectMany(
                group => group.Sources.Where(source => source.Kind != nameof(Secret)).Select(SourceKey.Of).Distinct(),
                (group, source) => (Source: source, group.Uids))
            .ToLookup(pair => pair.Source, pair => pair.Uids);
}
