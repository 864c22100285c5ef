using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Compile.Routes;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile;

/// <summary>What one namespace offers to its agents, compiled once: nothing of another namespace can get in.</summary>
internal sealed record NamespaceRules
{
    /// <summary>Ordered by name.</summary>
    public ImmutableArray<CompiledPolicy> Policies { get; init; } = [];

    /// <summary>Ordered by name.</summary>
    public ImmutableArray<CompiledRoute> Routes { get; init; } = [];

    /// <summary>By name, usable or not.</summary>
    public FrozenDictionary<string, CompiledProvider> Providers { get; init; } = FrozenDictionary<string, CompiledProvider>.Empty;

    /// <summary>The rules of an agent that these policies select: they, the routes that they reach, and the keys that those need.</summary>
    public BundleRules For(ImmutableArray<CompiledPolicy> policies)
    {
        ImmutableArray<PolicyRule> rules = [.. policies.Select(policy => policy.Rule)];
        var routes = Routes.Where(route => route.Rule is not null && Reach.Includes(rules, route.Rule)).ToList();
        var providers = routes.SelectMany(route => route.Rule!.Targets)
            .Select(target => target.Provider)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(provider => Providers[provider[(provider.IndexOf('/', StringComparison.Ordinal) + 1)..]])
            .ToList();
        return new()
        {
            Sources = Sources.Sort(policies.Select(policy => policy.Source)
                .Concat(routes.Select(route => Sources.Of(route.Route)))
                .Concat(providers.Select(provider => Sources.Of(provider.Credential)))
                .Concat(providers.Select(provider => provider.Secret).OfType<Secret>().Select(Sources.Of).DistinctBy(secret => secret.Name))),
            Agent = new() { Policies = rules },
            Routes = [.. routes.Select(route => route.Rule!)],
            Providers = [.. providers.Select(provider => provider.Rule!)],
        };
    }
}
