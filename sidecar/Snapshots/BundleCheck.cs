using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// What is wrong with rules, all of it, before anything is built of them. Each reason names the route, policy or provider; none quotes a
/// key. The operator checks the same things; this is the side that must not believe it.
/// </summary>
internal static class BundleCheck
{
    public static ImmutableArray<string> FindReasons(BundleRules rules) =>
    [
        .. rules.Agent.Policies.SelectMany(policy => CheckPolicy(policy, rules.Providers)),
        .. CheckHold(rules.Agent.Hold),
        .. FindRepeated(rules.Routes.Select(route => route.Route), "route"),
        .. FindRepeated(rules.Providers.Select(provider => provider.Provider), "provider"),
        .. FindSharedModels(rules.Routes),
        .. rules.Routes.SelectMany(route => CheckRoute(route, rules.Providers)),
        .. rules.Providers.SelectMany(CheckProvider),
        .. FindRepeated((rules.McpServers ?? []).Select(server => server.Name), "tool server"),
        .. (rules.McpServers ?? []).SelectMany(CheckServer),
        .. CheckGuardrails(rules),
        .. LimitCheck.FindReasons(rules),
    ];

    private static IEnumerable<string> CheckPolicy(PolicyRule policy, ImmutableArray<ProviderRef> providers)
    {
        if (!Enum.IsDefined(policy.Mode)) yield return $"policy {policy.Policy}: unknown mode";
        foreach (var rule in policy.Endpoints ?? [])
        {
            if (rule.Name.Length == 0) yield return $"policy {policy.Policy}: an endpoint has no name";
            if (providers.All(provider => provider.Provider != rule.Provider))
                yield return $"policy {policy.Policy}: there is no provider {rule.Provider}";
        }

        foreach (var reason in (policy.Mcp ?? []).SelectMany(ServerCheck.FindReasons)) yield return $"policy {policy.Policy}: {reason}";
        if (policy.Egress is null) yield break;
        foreach (var reason in EgressCheck.FindReasons(policy.Egress)) yield return $"policy {policy.Policy}: {reason}";
    }

    private static IEnumerable<string> CheckHold(HoldRule? hold)
    {
        if (hold is not null && !Enum.IsDefined(hold.Quarantine)) yield return "hold: unknown quarantine";
    }

    private static IEnumerable<string> CheckGuardrails(BundleRules rules)
    {
        var guardrails = rules.Guardrails ?? [];
        foreach (var reason in FindRepeated(guardrails.Select(guardrail => guardrail.Guardrail), "guardrail")) yield return reason;
        foreach (var guardrail in guardrails)
        {
            foreach (var reason in GuardrailCheck.FindReasons(guardrail).Concat(CalleeCheck.FindReasons(guardrail, rules.Providers))) yield return $"guardrail {guardrail.Guardrail}: {reason}";
        }

        var named = rules.Agent.Policies.SelectMany(policy => policy.Guardrails ?? []).Concat(rules.Routes.SelectMany(route => route.Guardrails ?? []));
        foreach (var name in named.Distinct(StringComparer.Ordinal).Except(guardrails.Select(guardrail => guardrail.Guardrail), StringComparer.Ordinal))
            yield return $"there is no guardrail {name}";
    }

    private static IEnumerable<string> FindRepeated(IEnumerable<string> names, string what) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).Select(group => $"{what} {group.Key} stands twice");

    private static IEnumerable<string> FindSharedModels(ImmutableArray<RouteRule> routes) =>
        routes.SelectMany(route => route.Models.Select(model => (Model: model, route.Route)))
            .GroupBy(pair => pair.Model, StringComparer.Ordinal)
            .Where(group => group.Skip(1).Any())
            .Select(group => $"model {group.Key} stands in more than one place: {string.Join(", ", group.Select(pair => pair.Route))}");

    private static IEnumerable<string> CheckRoute(RouteRule route, ImmutableArray<ProviderRef> providers)
    {
        if (route.Models.Any(model => model.Length == 0 || model.Any(char.IsControl)))
            yield return $"route {route.Route}: a model name is empty or holds a control character";
        foreach (var reason in RouteCheck.FindReasons(route)) yield return $"route {route.Route}: {reason}";
        foreach (var target in route.Targets)
        {
            if (providers.All(provider => provider.Provider != target.Provider))
                yield return $"route {route.Route}: there is no provider {target.Provider}";
            foreach (var reason in RouteCheck.FindReasons(target)) yield return $"route {route.Route}: {reason}";
            if (target.Model is { Length: 0 }) yield return $"route {route.Route}: the model at {target.Provider} is empty";
        }
    }

    private static IEnumerable<string> CheckProvider(ProviderRef provider)
    {
        var name = $"provider {provider.Provider}";
        if (!Dialects.All.Contains(provider.Dialect)) yield return $"{name}: unknown dialect {provider.Dialect}";
        foreach (var reason in ProviderCheck.FindReasons(provider).Concat(PriceCheck.FindReasons(provider))) yield return $"{name}: {reason}";
    }

    private static IEnumerable<string> CheckServer(McpServerRule server) => ServerCheck.FindReasons(server).Select(reason => $"tool server {server.Name}: {reason}");
}
