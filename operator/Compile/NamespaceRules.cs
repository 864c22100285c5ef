using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Guardrails;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Compile.Prices;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Compile.Routes;
using AiGateway.Operator.Compile.Servers;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile;

/// <summary>What one namespace offers to its agents, compiled once: its own, and what others share with it by name; nothing else can get in.</summary>
internal sealed record NamespaceRules
{
    /// <summary>Ordered by name; in the operator's own namespace those of the platform too.</summary>
    public ImmutableArray<CompiledPolicy> Policies { get; init; } = [];

    /// <summary>The namespace's own, ordered by name.</summary>
    public ImmutableArray<CompiledRoute> Routes { get; init; } = [];

    /// <summary>Those of other namespaces, as this one has them.</summary>
    public ImmutableArray<CompiledRoute> Shared { get; init; } = [];

    /// <summary>The namespace's own, usable or not.</summary>
    public ImmutableArray<CompiledProvider> Providers { get; init; } = [];

    /// <summary>The namespace's own, usable or not, ordered by name.</summary>
    public ImmutableArray<CompiledServer> Servers { get; init; } = [];

    /// <summary>The namespace's own, usable or not, ordered by name.</summary>
    public ImmutableArray<CompiledGuardrail> Guardrails { get; init; } = [];

    /// <summary>The namespace's own, ordered by name; in the operator's own namespace those of the platform too.</summary>
    public ImmutableArray<CompiledBudget> Budgets { get; init; } = [];

    /// <summary>The namespace itself; empty for one in which nothing stands.</summary>
    public string Name { get; init; } = "";

    /// <summary>The credentials of all namespaces; what a rule names has been checked against it.</summary>
    public ProviderIndex Index { get; init; } = new([], []);

    /// <summary>The guardrails of all namespaces.</summary>
    public GuardrailIndex Guards { get; init; } = new([], [], new([], []));

    /// <summary>How many of its routes name each credential, usable or not.</summary>
    public IReadOnlyList<KeyValuePair<(string Namespace, string Name), int>> AccountUses => field ??=
    [
        .. Routes.SelectMany(route => route.Route.Spec.Targets.Select(target => (target.Namespace ?? route.Route.Metadata.Namespace, target.Credential)).Distinct()).CountBy(use => use),
    ];

    /// <summary>Whether it is made of the very same parts: what is made of them is the same, wherever what they name stands.</summary>
    public bool HasSameContentAs(NamespaceRules other) =>
        Policies == other.Policies && Routes == other.Routes && Shared == other.Shared && Providers == other.Providers && Servers == other.Servers && Guardrails == other.Guardrails && Budgets == other.Budgets;

    /// <summary>
    /// The rules of an agent that these policies and Budgets select: they, the routes, endpoints, tool servers and guardrails that they reach, and the keys that those need.
    /// What a hold closes is not reached: no key leaves for nothing.
    /// </summary>
    public BundleRules For(ImmutableArray<CompiledPolicy> policies, ImmutableArray<CompiledBudget> budgets, Hold? hold = null)
    {
        ImmutableArray<PolicyRule> rules = [.. policies.Select(policy => BudgetAssembly.Guard(Guard(policy.Rule), budgets)).Select(rule => hold?.Close(rule) ?? rule)];
        var routes = Routes.Concat(Shared)
            .Where(route => route.Rule is not null && hold?.ClosesModels != true && Reach.Includes(rules, route.Rule))
            .Select(route => route with { Rule = Guard(route.Rule!) })
            .OrderBy(route => route.Rule!.Route, StringComparer.Ordinal)
            .ToList();
        var guardrails = hold?.ClosesAll == true ? [] : GuardrailsOf(rules, routes);
        var providers = routes.SelectMany(route => route.Rule!.Targets)
            .Select(target => target.Provider)
            .Concat(Reach.Endpoints(rules).Select(endpoint => endpoint.Provider))
            .Concat(guardrails.SelectMany(guardrail => guardrail.Providers))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(Index.Of)
            .ToList();
        var servers = Servers.Where(server => server.Rule is not null && hold?.ClosesTools != true && Reach.Includes(rules, server.Rule)).ToList();
        return new()
        {
            Sources = Sources.Sort([.. SourcesOf(policies, routes, providers, (servers, guardrails)), .. budgets.Select(budget => budget.Source), .. hold?.Sources ?? []]),
            Agent = new() { Policies = [.. rules.Select(rule => Without(rule, providers) with { Guardrails = guardrails.Count == 0 ? null : rule.Guardrails })], Hold = hold?.Rule },
            Routes = [.. routes.Select(route => route.Rule!)],
            Providers = BundlePrices.Of(providers.Select(provider => provider.Rule!), routes.Select(route => route.Rule!).Concat(JudgesOf(guardrails))),
            McpServers = servers.Count == 0 ? null : [.. servers.Select(server => server.Rule!)],
            Guardrails = guardrails.Count == 0 ? null : [.. guardrails.Select(guardrail => guardrail.Rule!)],
            Budgets = BudgetAssembly.RulesOf(rules, budgets),
        };
    }

    private static IEnumerable<SourceRef> SourcesOf(
        ImmutableArray<CompiledPolicy> policies, List<CompiledRoute> routes, List<CompiledProvider> providers, (List<CompiledServer> Servers, List<CompiledGuardrail> Guardrails) others)
    {
        var secrets = providers.Select(provider => provider.Secret).OfType<Secret>()
            .Concat(others.Servers.SelectMany(server => server.Secrets))
            .Concat(others.Guardrails.SelectMany(guardrail => guardrail.Secrets));
        return policies.Select(policy => policy.Source)
            .Concat(routes.Select(route => route.Route).Concat(others.Guardrails.SelectMany(guardrail => guardrail.Routes)).Select(Sources.Of).DistinctBy(SourceKey.Of))
            .Concat(providers.Select(provider => Sources.Of(provider.Credential)))
            .Concat(others.Servers.Select(server => Sources.Of(server.Server)))
            .Concat(others.Guardrails.Select(guardrail => Sources.Of(guardrail.Guardrail)))
            .Concat(secrets.Select(Sources.Of).DistinctBy(SourceKey.Of));
    }

    /// <summary>The guardrails that look at some call of the agent; none where no call passes: no key leaves for nothing.</summary>
    private List<CompiledGuardrail> GuardrailsOf(ImmutableArray<PolicyRule> rules, List<CompiledRoute> routes) => Reach.MayCall(rules)
        ?
        [
            .. rules.SelectMany(rule => rule.Guardrails ?? []).Concat(routes.SelectMany(route => route.Rule!.Guardrails ?? []))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(Guards.Of),
        ]
        : [];

    /// <summary>The routes to models that judge.</summary>
    private static IEnumerable<RouteRule> JudgesOf(List<CompiledGuardrail> guardrails) =>
        guardrails.SelectMany(guardrail => guardrail.Rule!.Checks).Select(CheckAssembly.RouteOf).OfType<RouteRule>();

    /// <summary>A policy whose guardrails cannot be had in this namespace lets no call pass.</summary>
    private PolicyRule Guard(PolicyRule rule) =>
        Guards.FindObstacle(rule.Guardrails, Name) is { } obstacle ? rule with { Guardrails = null, Unfit = rule.Unfit ?? $"the policy cannot be carried out: {obstacle}" } : rule;

    private RouteRule Guard(RouteRule rule) => Guards.FindObstacle(rule.Guardrails, Name) is { } obstacle ? RouteCompiler.Unfit(rule) with { Unfit = obstacle } : rule;

    /// <summary>Without endpoints that no call goes to, as those of an auditing policy beside an enforcing one: their keys are not there.</summary>
    private static PolicyRule Without(PolicyRule rule, List<CompiledProvider> providers)
    {
        if (rule.Endpoints is not { } endpoints) return rule;
        var left = endpoints.RemoveAll(endpoint => !providers.Exists(provider => provider.Rule!.Provider == endpoint.Provider));
        return rule with { Endpoints = left.IsEmpty ? null : left };
    }
}
