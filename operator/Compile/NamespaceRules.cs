using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;
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

    /// <summary>The credentials of all namespaces; what a rule names has been checked against it.</summary>
    public ProviderIndex Index { get; init; } = new([], []);

    /// <summary>The rules of an agent that these policies select: they, the routes, endpoints and tool servers that they reach, and the keys that those need.</summary>
    public BundleRules For(ImmutableArray<CompiledPolicy> policies)
    {
        ImmutableArray<PolicyRule> rules = [.. policies.Select(policy => policy.Rule)];
        var routes = Routes.Concat(Shared)
            .Where(route => route.Rule is not null && Reach.Includes(rules, route.Rule))
            .OrderBy(route => route.Rule!.Route, StringComparer.Ordinal)
            .ToList();
        var providers = routes.SelectMany(route => route.Rule!.Targets)
            .Select(target => target.Provider)
            .Concat(Reach.Endpoints(rules).Select(endpoint => endpoint.Provider))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(Index.Of)
            .ToList();
        var servers = Servers.Where(server => server.Rule is not null && Reach.Includes(rules, server.Rule)).ToList();
        return new()
        {
            Sources = Sources.Sort(policies.Select(policy => policy.Source)
                .Concat(routes.Select(route => Sources.Of(route.Route)))
                .Concat(providers.Select(provider => Sources.Of(provider.Credential)))
                .Concat(servers.Select(server => Sources.Of(server.Server)))
                .Concat(providers.Select(provider => provider.Secret).OfType<Secret>().Concat(servers.SelectMany(server => server.Secrets)).Select(Sources.Of).DistinctBy(SourceKey.Of))),
            Agent = new() { Policies = [.. rules.Select(rule => Without(rule, providers))] },
            Routes = [.. routes.Select(route => route.Rule!)],
            Providers = [.. providers.Select(provider => provider.Rule!)],
            McpServers = servers.Count == 0 ? null : [.. servers.Select(server => server.Rule!)],
        };
    }

    /// <summary>Without endpoints that no call goes to, as those of an auditing policy beside an enforcing one: their keys are not there.</summary>
    private static PolicyRule Without(PolicyRule rule, List<CompiledProvider> providers)
    {
        if (rule.Endpoints is not { } endpoints) return rule;
        var left = endpoints.RemoveAll(endpoint => !providers.Exists(provider => provider.Rule!.Provider == endpoint.Provider));
        return rule with { Endpoints = left.IsEmpty ? null : left };
    }
}
