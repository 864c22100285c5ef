using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>What a sidecar makes of rules, said again as plainly as it can be: the measure for properties of the compiler.</summary>
internal static class Verdicts
{
    public static bool Allows(BundleRules rules, string model)
    {
        var policies = rules.Agent.Policies;
        var own = policies.Where(policy => policy.Ceiling != true).ToList();
        if (own.Count == 0 || policies.Any(policy => policy.Suspended || policy.Unfit is not null)) return false;
        if (policies.Any(policy => policy.Mode == PolicyMode.Enforce && Any(policy.DenyModels, model))) return false;
        var enforcing = own.Where(policy => policy.Mode == PolicyMode.Enforce).ToList();
        return enforcing.Count == 0 || enforcing.Exists(policy => Any(policy.AllowModels, model));
    }

    public static RouteRule? Find(IEnumerable<RouteRule> routes, string model) =>
        routes.SelectMany(route => route.Models, (route, name) => (Route: route, Name: name))
            .Where(pair => ModelPattern.Matches(pair.Name, model))
            .OrderBy(pair => pair.Name.EndsWith('*'))
            .ThenByDescending(pair => pair.Name.Length)
            .Select(pair => pair.Route)
            .FirstOrDefault();

    /// <summary>Whether a call to the model reaches a provider.</summary>
    public static bool Reaches(BundleRules rules, string model) =>
        Allows(rules, model) && Find(rules.Routes, model) is { Targets.IsEmpty: false };

    /// <summary>The account at which an endpoint may be called; null where it may not.</summary>
    public static string? FindEndpoint(BundleRules rules, string name)
    {
        var policies = rules.Agent.Policies;
        var own = policies.Where(policy => policy.Ceiling != true).ToList();
        if (policies.Any(policy => policy.Suspended || policy.Unfit is not null)) return null;
        if (policies.Any(policy => policy.Mode == PolicyMode.Enforce && (policy.DenyEndpoints ?? []).Contains(name))) return null;
        var enforcing = own.Where(policy => policy.Mode == PolicyMode.Enforce).ToList();
        return (enforcing.Count > 0 ? enforcing : own).SelectMany(policy => policy.Endpoints ?? []).FirstOrDefault(rule => rule.Name == name)?.Provider;
    }

    /// <summary>Whether a call of the tool reaches the server, whatever its arguments and conditions.</summary>
    public static bool ReachesTool(BundleRules rules, string server, string tool) =>
        rules.McpServers?.Any(one => one.Name == server) == true && AllowsTool(rules, server, tool);

    /// <summary>Whether the tool may be called where the server is there, and its conditions hold.</summary>
    public static bool AllowsTool(BundleRules rules, string server, string tool)
    {
        var policies = rules.Agent.Policies;
        var own = policies.Where(policy => policy.Ceiling != true).ToList();
        if (own.Count == 0 || policies.Any(policy => policy.Suspended || policy.Unfit is not null)) return false;
        IEnumerable<McpRule> Of(IEnumerable<PolicyRule> some) => some.SelectMany(policy => policy.Mcp ?? []).Where(rule => rule.Server == "*" || rule.Server == server);
        if (Of(policies.Where(policy => policy.Mode == PolicyMode.Enforce)).Any(rule => Any(rule.DenyTools ?? [], tool))) return false;
        var enforcing = own.Where(policy => policy.Mode == PolicyMode.Enforce).ToList();
        return Of(enforcing.Count > 0 ? enforcing : own).Any(rule => Any(rule.AllowTools ?? [], tool));
    }

    /// <summary>Whether a connection to port 443 of the host leaves the pod unread. One that is intercepted does not: its calls are judged as all calls are.</summary>
    public static bool Connects(BundleRules rules, string host)
    {
        var policies = rules.Agent.Policies;
        var own = policies.Where(policy => policy.Ceiling != true).ToList();
        bool Names(IEnumerable<PolicyRule> some, Func<EgressRule, ImmutableArray<string>?> list) =>
            some.Any(policy => policy.Egress is { } egress && (list(egress) ?? []).Any(text => EgressTarget.TryParse(text, out var place, out _) && place.Matches(host, 443)));
        if (own.Count == 0 || policies.Any(policy => policy.Suspended || policy.Unfit is not null)) return false;
        if (Names(policies.Where(policy => policy.Mode == PolicyMode.Enforce), egress => egress.Deny)) return false;
        var enforcing = own.Where(policy => policy.Mode == PolicyMode.Enforce).ToList();
        return !Names(policies, egress => egress.Intercept) && (enforcing.Count == 0 || Names(enforcing, egress => egress.Allow));
    }

    private static bool Any(ImmutableArray<string> patterns, string model) => patterns.Any(pattern => ModelPattern.Matches(pattern, model));
}
