using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Incremental;
using AiGateway.Operator.Compile.Prices;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Compile;

/// <summary>What there is to say about each resource: its diagnostics, and the pods that it reaches.</summary>
internal static class ReportCompiler
{
    /// <summary>By namespace.</summary>
    /// <param name="namespaces">The rules of all namespaces.</param>
    /// <param name="agents">Their pods.</param>
    /// <param name="holds">What holds pods.</param>
    /// <param name="before">What is kept of the compilation before; null for nothing.</param>
    public static IReadOnlyDictionary<string, NamespaceReports> Compile(CompiledNamespaces namespaces, SelectedAgents agents, Holds holds, CompileMemory? before)
    {
        var parts = namespaces.Parts;
        var users = CountUsers(namespaces.Rules.Values);
        var everywhere = new Lazy<PodsBySource>(() => new([.. agents.All.Values]));
        var reports = new Dictionary<string, NamespaceReports>(StringComparer.Ordinal);
        foreach (var name in namespaces.Rules.Keys.Union(parts.Agents.Namespaces, StringComparer.Ordinal))
        {
            var now = new NamespaceReports
            {
                Reports = [],
                Held = [],
                Rules = namespaces.Rules.GetValueOrDefault(name),
                Agents = agents.Namespaces.GetValueOrDefault(name)?.Counted ?? [],
                Users = UsersOf(namespaces.Rules.GetValueOrDefault(name), users),
            };
            var isOwn = !parts.Exporting.Contains(name); // No pod of another namespace is reached from it.
            reports.Add(name, isOwn && before is not null && parts.HasSamePodsAs(before.Namespaces.Parts, name) && Keep(now, before.Reports.GetValueOrDefault(name)) is { } kept
                ? kept
                : now with { Reports = Report(now, parts.Unreadable.Of(name), isOwn ? new(now.Agents) : everywhere.Value), Held = [.. HeldAgents.Report(parts.Agents.Of(name), now.Agents, holds)] });
        }

        return reports;
    }

    /// <summary>By kind, namespace, name and uid, and those of Agents at the end.</summary>
    public static ImmutableArray<ResourceReport> Sort(IReadOnlyDictionary<string, NamespaceReports> reports)
    {
        var ordered = reports.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).ToList();
        var kinds = new SortedDictionary<string, List<ResourceReport>>(StringComparer.Ordinal);
        foreach (var report in ordered.SelectMany(one => one.Reports))
        {
            if (kinds.TryGetValue(report.Resource.Kind, out var kind)) kind.Add(report);
            else kinds.Add(report.Resource.Kind, [report]);
        }

        return [.. kinds.Values.SelectMany(kind => kind), .. ordered.SelectMany(one => one.Held)];
    }

    private static NamespaceReports? Keep(NamespaceReports now, NamespaceReports? before) =>
        before is not null && ReferenceEquals(now.Rules, before.Rules) && now.Agents == before.Agents && now.Users.AsSpan().SequenceEqual(before.Users.AsSpan()) ? before : null;

    private static ImmutableArray<ResourceReport> Report(NamespaceReports now, ImmutableArray<UnreadableObject> unreadable, PodsBySource pods) =>
    [
        .. (now.Rules is { } rules ? Report(rules, pods).Concat(Report(rules, pods, now.Users)) : [])
            .Concat(unreadable.Where(one => one.Kind is not (nameof(AgentPolicy) or nameof(Budget))).Select(one => Report(Sources.Of(one), Sources.Diagnose(one), pods)))
            .OrderBy(report => report.Resource.Kind, StringComparer.Ordinal)
            .ThenBy(report => report.Resource.Name, StringComparer.Ordinal)
            .ThenBy(report => report.Resource.Uid, StringComparer.Ordinal),
    ];

    /// <summary>What calls go by, and what bounds what they cost.</summary>
    private static IEnumerable<ResourceReport> Report(NamespaceRules rules, PodsBySource pods) =>
        rules.Policies.Select(policy => Report(policy.Source, policy.Diagnostics, pods) with { PriceGaps = new(() => pods.Prices.Value.Of(policy, rules)) })
            .Concat(rules.Routes.Select(route => Report(Sources.Of(route.Route), route.Diagnostics, pods) with { PriceGaps = new(() => PriceGaps.OfRoute(route, rules.Index)) }))
            .Concat(rules.Budgets.Select(budget => Report(budget.Source, budget.Diagnostics, pods) with { UsedBy = pods.CountAgents(budget.Source), PriceGaps = new(() => pods.Prices.Value.Of(budget)) }));

    /// <summary>What calls go with.</summary>
    private static IEnumerable<ResourceReport> Report(NamespaceRules rules, PodsBySource pods, ImmutableArray<int> users) =>
        rules.Providers.Select((provider, index) => Report(Sources.Of(provider.Credential), provider.Diagnostics, pods) with { UsedBy = users[index], SecretResourceVersion = provider.Secret?.Metadata.ResourceVersion })
            .Concat(rules.Servers.Select(server => Report(Sources.Of(server.Server), server.Diagnostics, pods) with { SecretResourceVersion = server.SecretResourceVersion }))
            .Concat(rules.Guardrails.Select(guardrail => Report(Sources.Of(guardrail.Guardrail), guardrail.Diagnostics, pods) with
            {
                UsedBy = CountUsers(rules, guardrail.Guardrail.Metadata.Name),
                SecretResourceVersion = guardrail.SecretResourceVersion,
            }));

    private static ResourceReport Report(SourceRef source, ImmutableArray<Diagnostic> diagnostics, PodsBySource pods) =>
        new() { Resource = source, Diagnostics = diagnostics, PodUids = pods.UidsOf(source) };

    /// <summary>The routes that name a credential, whether it is shared with them or not.</summary>
    private static Dictionary<(string, string), int> CountUsers(IEnumerable<NamespaceRules> namespaces)
    {
        var users = new Dictionary<(string, string), int>();
        foreach (var (account, count) in namespaces.SelectMany(rules => rules.AccountUses)) users[account] = users.GetValueOrDefault(account) + count;
        return users;
    }

    private static ImmutableArray<int> UsersOf(NamespaceRules? rules, Dictionary<(string, string), int> users) =>
        rules is null ? [] : [.. rules.Providers.Select(provider => users.GetValueOrDefault((provider.Credential.Metadata.Namespace, provider.Credential.Metadata.Name)))];

    /// <summary>The policies and routes of its namespace that name a guardrail.</summary>
    private static int CountUsers(NamespaceRules rules, string guardrail) =>
        rules.Policies.Count(policy => policy.Guardrails.Contains(guardrail)) + rules.Routes.Count(route => route.Route.Spec.Guardrails.Contains(guardrail));
}
