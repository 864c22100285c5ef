using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Guardrails;

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
            .Concat(rules.Agent.Hold is null ? [] : [Features.Holds])
            .Concat(rules.Routes.SelectMany(Needs))
            .Concat(rules.Providers.SelectMany(Needs))
            .Concat(rules.McpServers is null ? [] : [Features.Mcp])
            .Concat((rules.Guardrails ?? []).SelectMany(Needs))
            .Concat(NeedsOf(rules.Budgets))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The features on which it depends how the rules are sent: what must be carried out, and what may be left out unsaid.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="required">What they require.</param>
    public static ImmutableArray<string> Uses(BundleRules rules, ImmutableArray<string> required) =>
        rules.Providers.Any(HasPrices) ? [.. required.Add(Features.Prices).Order(StringComparer.Ordinal)] : required;

    /// <summary>The rules, as a sidecar with these features can carry them out.</summary>
    public static BundleRules Narrow(BundleRules rules, IReadOnlyCollection<string> features) => NarrowPriced(Unprice(rules, features), features);

    private static BundleRules NarrowPriced(BundleRules rules, IReadOnlyCollection<string> features)
    {
        if (Requires(rules).All(features.Contains)) return rules;
        if (!features.Contains(Features.Holds)) rules = rules with { Agent = HoldGate.Lower(rules.Agent, Describe(Features.Holds)) };
        var lacking = rules.Providers.ToDictionary(provider => provider.Provider, provider => Missing(Needs(provider), features), StringComparer.Ordinal);
        var unguarded = (rules.Guardrails ?? []).ToDictionary(guardrail => guardrail.Guardrail, guardrail => Missing(Needs(guardrail), features) ?? FirstLack(guardrail, lacking), StringComparer.Ordinal);
        ImmutableArray<PolicyRule> policies =
        [
            .. rules.Agent.Policies.Select(policy => Close(Lower(policy, rules.Agent.Policies, features), features))
                .Select(policy => Narrow(policy, Missing(Needs(policy), features) ?? FirstLack(policy.Guardrails, unguarded) ?? Missing(NeedsOf(rules.Budgets), features))),
        ];
        ImmutableArray<RouteRule> routes = policies.Any(policy => policy.Unfit is not null)
            ? [] // Every call is denied: no key leaves for nothing.
            : [.. rules.Routes.Select(route => Narrow(route, Missing(Needs(route), features) ?? FirstLack(route, lacking) ?? FirstLack(route.Guardrails, unguarded)))];
        var guardrails = GuardrailsOf(rules, policies, routes);
        var reached = routes.SelectMany(route => route.Targets).Select(target => target.Provider)
            .Concat((guardrails ?? []).SelectMany(guardrail => guardrail.Checks).SelectMany(CheckAssembly.ProvidersOf))
            .Concat(Reach.Endpoints(policies).Select(endpoint => endpoint.Provider).Where(provider => lacking.GetValueOrDefault(provider) is null))
            .ToHashSet(StringComparer.Ordinal);
        return rules with
        {
            Agent = rules.Agent with { Policies = [.. policies.Select(policy => Without(policy, reached) with { Guardrails = guardrails is null ? null : policy.Guardrails })] },
            Routes = routes,
            Providers = [.. rules.Providers.Where(provider => reached.Contains(provider.Provider))],
            Guardrails = guardrails,
            Budgets = features.Contains(Features.Limits) ? rules.Budgets : null,
            McpServers = policies.Any(policy => policy.Unfit is not null) || !features.Contains(Features.Mcp) ? null : rules.McpServers,
        };
    }

    /// <summary>An older sidecar cannot tell what calls cost, and its agent is held all the same: it gets no prices, and lacks nothing.</summary>
    private static BundleRules Unprice(BundleRules rules, IReadOnlyCollection<string> features) => features.Contains(Features.Prices) || !rules.Providers.Any(HasPrices)
        ? rules
        : rules with { Providers = [.. rules.Providers.Select(provider => HasPrices(provider) ? provider with { Prices = null, DearestPrice = null } : provider)] };

    private static bool HasPrices(ProviderRef provider) => provider.Prices is not null || provider.DearestPrice is not null;

    private static IEnumerable<string> Needs(PolicyRule policy)
    {
        if (policy.Mode == PolicyMode.Audit) yield return Features.AuditMode;
        if (policy.AllowHostedTools is not null || policy.DenyHostedTools is not null || policy.Endpoints is not null || policy.DenyEndpoints is not null) yield return Features.Hosted;
        if (policy.Ceiling == true) yield return Features.Ceiling;
        if (policy.Mcp is not null) yield return Features.Mcp;
        if ((policy.Mcp ?? []).Any(rule => rule.ApproveTools is not null)) yield return Features.Approvals;
        if (policy.Egress is not null) yield return Features.Egress;
        if (policy.Limits is not null) yield return Features.Limits;
        if (policy.Mcp is { } mcp && mcp.Any(rule => rule.QuarantineTools is not null)) yield return Features.Holds;
    }

    /// <summary>Where a Budget applies, no call passes that is not counted.</summary>
    private static IEnumerable<string> NeedsOf(ImmutableArray<LimitRule>? budgets) => budgets is null ? [] : [Features.Limits];

    private static IEnumerable<string> Needs(RouteRule route)
    {
        if (route.Targets.Length > 1) yield return Features.Failover;
        if (!IsPlain(route) || route.Targets.Any(target => target.Weight is not null)) yield return Features.Resilience;
        if (route.Targets.Any(target => target.When is not null)) yield return Features.When;
        if (route.Parameters is not null || route.Targets.Any(target => target.Parameters is not null)) yield return Features.Parameters;
    }

    private static IEnumerable<string> Needs(ProviderRef provider)
    {
        if (provider.CaBundle is not null || provider.ServerName is not null) yield return Features.ProviderTls;
        if (provider.Unauthenticated == true || provider.KeyExpiresAt is not null) yield return Features.ProviderKeys;
        if (provider.Dialect != Dialects.OpenAi) yield return Features.OfDialect(provider.Dialect);
    }

    private static IEnumerable<string> Needs(GuardrailRule guardrail) =>
        guardrail.Checks.Select(check => Features.OfCheck(check.Type)).Prepend(Features.Guardrails).Concat(guardrail.Checks.Select(CheckAssembly.RouteOf).OfType<RouteRule>().SelectMany(Needs));

    /// <summary>Those that are still named; none where every call is denied.</summary>
    private static ImmutableArray<GuardrailRule>? GuardrailsOf(BundleRules rules, ImmutableArray<PolicyRule> policies, ImmutableArray<RouteRule> routes)
    {
        if (rules.Guardrails is not { } all || policies.Any(policy => policy.Unfit is not null)) return null;
        var named = policies.SelectMany(policy => policy.Guardrails ?? []).Concat(routes.SelectMany(route => route.Guardrails ?? [])).ToHashSet(StringComparer.Ordinal);
        var left = all.RemoveAll(guardrail => !named.Contains(guardrail.Guardrail));
        return left.IsEmpty ? null : left;
    }

    /// <summary>Without what <see cref="Features.Resilience"/> stands for.</summary>
    private static RouteRule Plain(RouteRule route) =>
        route with { Retry = null, Timeouts = null, Breaker = null, Fallback = null, Sticky = null, OmitUntranslatable = null };

    /// <summary>Whether nothing stands in it that <see cref="Features.Resilience"/> stands for.</summary>
    private static bool IsPlain(RouteRule route) => route is { Retry: null, Timeouts: null, Breaker: null, Fallback: null, Sticky: null, OmitUntranslatable: null };

    private static PolicyRule Narrow(PolicyRule policy, string? missing) =>
        missing is { } feature ? Plain(policy) with { Mode = PolicyMode.Enforce, Ceiling = null, Unfit = Describe(feature) } : policy;

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
        policy with { AllowHostedTools = null, DenyHostedTools = null, Endpoints = null, DenyEndpoints = null, Mcp = null, Egress = null, Guardrails = null, Limits = null };

    private static RouteRule Narrow(RouteRule route, string? missing) =>
        missing is null ? route : Plain(route) with { Targets = [], Parameters = null, Guardrails = null, Unfit = Describe(missing) };

    private static string? FirstLack(RouteRule route, Dictionary<string, string?> lacking) =>
        route.Targets.Select(target => lacking.GetValueOrDefault(target.Provider)).FirstOrDefault(feature => feature is not null);

    private static string? FirstLack(GuardrailRule guardrail, Dictionary<string, string?> lacking) =>
        guardrail.Checks.SelectMany(CheckAssembly.ProvidersOf).Select(provider => lacking.GetValueOrDefault(provider)).FirstOrDefault(feature => feature is not null);

    private static string? FirstLack(ImmutableArray<string>? guardrails, Dictionary<string, string?> unguarded) =>
        (guardrails ?? []).Select(name => unguarded.GetValueOrDefault(name)).FirstOrDefault(feature => feature is not null);

    private static string? Missing(IEnumerable<string> needs, IReadOnlyCollection<string> features) =>
        needs.FirstOrDefault(feature => !features.Contains(feature));

    private static string Describe(string feature) =>
        $"this sidecar is too old: it lacks the feature {feature}; restart the pod to get a current one";
}
