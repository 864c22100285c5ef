using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;

namespace AiGateway.Operator.Compile;

/// <summary>
/// Rules for a sidecar of an older feature set: what it cannot carry out reaches it as a denial that says so. Nothing is ignored, and nothing
/// that it can carry out is lost.
/// </summary>
internal static class FeatureGate
{
    /// <summary>The features that a sidecar must have to carry the rules out as they are, ordered by name.</summary>
    public static ImmutableArray<string> Requires(BundleRules rules) =>
    [
        .. rules.Agent.Policies.SelectMany(Needs)
            .Concat(rules.Routes.SelectMany(Needs))
            .Concat(rules.Providers.SelectMany(Needs))
            .Concat(rules.McpServers is null ? [] : [Features.Mcp])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The rules, as a sidecar with these features can carry them out.</summary>
    public static BundleRules Narrow(BundleRules rules, IReadOnlyCollection<string> features)
    {
        if (Requires(rules).All(features.Contains)) return rules;
        ImmutableArray<PolicyRule> policies = [.. rules.Agent.Policies.Select(policy => Narrow(Close(Lower(policy, rules.Agent.Policies, features), features), features))];
        var lacking = rules.Providers.ToDictionary(provider => provider.Provider, provider => Missing(Needs(provider), features), StringComparer.Ordinal);
        ImmutableArray<RouteRule> routes = policies.Any(policy => policy.Unfit is not null)
            ? [] // Every call is denied: no key leaves for nothing.
            : [.. rules.Routes.Select(route => Narrow(route, Missing(Needs(route), features) ?? FirstLack(route, lacking)))];
        var reached = routes.SelectMany(route => route.Targets).Select(target => target.Provider)
            .Concat(Reach.Endpoints(policies).Select(endpoint => endpoint.Provider).Where(provider => lacking.GetValueOrDefault(provider) is null))
            .ToHashSet(StringComparer.Ordinal);
        return rules with
        {
            Agent = new() { Policies = [.. policies.Select(policy => Without(policy, reached))] },
            Routes = routes,
            Providers = [.. rules.Providers.Where(provider => reached.Contains(provider.Provider))],
            McpServers = policies.Any(policy => policy.Unfit is not null) || !features.Contains(Features.Mcp) ? null : rules.McpServers,
        };
    }

    private static IEnumerable<string> Needs(PolicyRule policy)
    {
        if (policy.Mode == PolicyMode.Audit) yield return Features.AuditMode;
        if (policy.AllowHostedTools is not null || policy.DenyHostedTools is not null || policy.Endpoints is not null || policy.DenyEndpoints is not null) yield return Features.Hosted;
        if (policy.Ceiling == true) yield return Features.Ceiling;
        if (policy.Mcp is not null) yield return Features.Mcp;
        if (policy.Egress is not null) yield return Features.Egress;
    }

    private static IEnumerable<string> Needs(RouteRule route)
    {
        if (route.Targets.Length > 1) yield return Features.Failover;
        if (route != Plain(route) || route.Targets.Any(target => target.Weight is not null)) yield return Features.Resilience;
        if (route.Targets.Any(target => target.When is not null)) yield return Features.When;
        if (route.Parameters is not null || route.Targets.Any(target => target.Parameters is not null)) yield return Features.Parameters;
    }

    private static IEnumerable<string> Needs(ProviderRef provider)
    {
        if (provider.CaBundle is not null || provider.ServerName is not null) yield return Features.ProviderTls;
        if (provider.Unauthenticated == true || provider.KeyExpiresAt is not null) yield return Features.ProviderKeys;
        if (provider.Dialect != Dialects.OpenAi) yield return Features.OfDialect(provider.Dialect);
    }

    /// <summary>Without what <see cref="Features.Resilience"/> stands for.</summary>
    private static RouteRule Plain(RouteRule route) =>
        route with { Retry = null, Timeouts = null, Breaker = null, Fallback = null, Sticky = null, OmitUntranslatable = null };

    private static PolicyRule Narrow(PolicyRule policy, IReadOnlyCollection<string> features) =>
        Missing(Needs(policy), features) is { } feature ? Plain(policy) with { Mode = PolicyMode.Enforce, Ceiling = null, Unfit = Describe(feature) } : policy;

    /// <summary>A ceiling denies as any other policy does where one of the agent's own stands beside it, and enforces if it does: an older sidecar carries it out as such.</summary>
    private static PolicyRule Lower(PolicyRule policy, ImmutableArray<PolicyRule> all, IReadOnlyCollection<string> features) =>
        policy.Ceiling == true && !features.Contains(Features.Ceiling)
        && all.Any(other => other.Ceiling != true && (other.Mode == PolicyMode.Enforce || policy.Mode == PolicyMode.Audit))
            ? policy with { Ceiling = null }
            : policy;

    /// <summary>
    /// An older sidecar opens nothing outside by itself: it has no CONNECT and no transparent port, so nothing passes through it that egress rules deny, and what they allow is denied. Its
    /// agent was never held by more than the lack of keys, and denying its models and tools would hold it by no more. So the rest of the policy holds, and the feature is reported as lacking.
    /// </summary>
    private static PolicyRule Close(PolicyRule policy, IReadOnlyCollection<string> features) => features.Contains(Features.Egress) ? policy : policy with { Egress = null };

    /// <summary>Without endpoints whose key stays here, as those at a provider that the sidecar cannot speak to: what is not allowed is denied.</summary>
    private static PolicyRule Without(PolicyRule policy, HashSet<string> reached)
    {
        if (policy.Endpoints is not { } endpoints) return policy;
        var left = endpoints.RemoveAll(endpoint => !reached.Contains(endpoint.Provider));
        return policy with { Endpoints = left.IsEmpty ? null : left };
    }

    private static PolicyRule Plain(PolicyRule policy) =>
        policy with { AllowHostedTools = null, DenyHostedTools = null, Endpoints = null, DenyEndpoints = null, Mcp = null, Egress = null };

    private static RouteRule Narrow(RouteRule route, string? missing) =>
        missing is null ? route : Plain(route) with { Targets = [], Parameters = null, Unfit = Describe(missing) };

    private static string? FirstLack(RouteRule route, Dictionary<string, string?> lacking) =>
        route.Targets.Select(target => lacking.GetValueOrDefault(target.Provider)).FirstOrDefault(feature => feature is not null);

    private static string? Missing(IEnumerable<string> needs, IReadOnlyCollection<string> features) =>
        needs.FirstOrDefault(feature => !features.Contains(feature));

    private static string Describe(string feature) =>
        $"this sidecar is too old: it lacks the feature {feature}; restart the pod to get a current one";
}
