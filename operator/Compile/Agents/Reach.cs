using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>
/// Which routes and tool servers an agent's policies can lead to. Everything else, and its keys, stays out of the bundle. It may err towards more, never
/// towards less: leaving out a route that a call could take would change where the call goes.
/// </summary>
internal static class Reach
{
    public static bool Includes(ImmutableArray<PolicyRule> policies, RouteRule route) => Names(policies, route).Any();

    /// <summary>Of the route's names and patterns, those that calls may ask for.</summary>
    public static IEnumerable<string> Names(ImmutableArray<PolicyRule> policies, RouteRule route)
    {
        if (!MayCall(policies)) return [];
        var allowed = Allowing(policies).SelectMany(policy => policy.AllowModels).ToList();
        if (!Allowing(policies).Any()) allowed = ["*"]; // Only auditing policies: what no ceiling denies is reached.
        var denied = policies.Where(policy => policy.Mode == PolicyMode.Enforce).SelectMany(policy => policy.DenyModels).ToList();
        return route.Models.Where(name => allowed.Exists(allow => ModelPattern.Overlap(allow, name) && !denied.Exists(deny => Covers(deny, Narrower(allow, name)))));
    }

    /// <summary>The endpoints that a call may go to: those of enforcing policies, or where none is, those of auditing ones.</summary>
    public static IEnumerable<EndpointRule> Endpoints(ImmutableArray<PolicyRule> policies)
    {
        if (!MayCall(policies)) return [];
        return (Allowing(policies).Any() ? Allowing(policies) : policies.Where(policy => policy.Ceiling != true)).SelectMany(policy => policy.Endpoints ?? []);
    }

    /// <summary>Whether something of the server may be asked for: as enforcing policies say, or where none is, auditing ones.</summary>
    public static bool Includes(ImmutableArray<PolicyRule> policies, McpServerRule server)
    {
        if (!MayCall(policies)) return false;
        var allowing = (Allowing(policies).Any() ? Allowing(policies) : policies.Where(policy => policy.Ceiling != true)).SelectMany(policy => RulesFor(policy, server)).ToList();
        var denying = policies.Where(policy => policy.Mode == PolicyMode.Enforce).SelectMany(policy => RulesFor(policy, server)).ToList();
        return IsLeft(allowing.Select(rule => rule.AllowTools), denying.Select(rule => rule.DenyTools))
            || IsLeft(allowing.Select(rule => rule.AllowResources), denying.Select(rule => rule.DenyResources))
            || IsLeft(allowing.Select(rule => rule.AllowPrompts), denying.Select(rule => rule.DenyPrompts));
    }

    private static IEnumerable<McpRule> RulesFor(PolicyRule policy, McpServerRule server) =>
        (policy.Mcp ?? []).Where(rule => rule.Server == "*" || rule.Server == server.Name);

    /// <summary>Whether a name is allowed that no denial covers.</summary>
    private static bool IsLeft(IEnumerable<ImmutableArray<string>?> allowed, IEnumerable<ImmutableArray<string>?> denied)
    {
        var denials = denied.SelectMany(names => names ?? []).ToList();
        return allowed.SelectMany(names => names ?? []).Any(allow => !denials.Exists(deny => Covers(deny, allow)));
    }

    /// <summary>Whether any call can pass: not where a policy is suspended or unfit, or where ceilings alone select the agent.</summary>
    public static bool MayCall(ImmutableArray<PolicyRule> policies) =>
        policies.Any(policy => policy.Ceiling != true) && !policies.Any(policy => policy.Suspended || policy.Unfit is not null);

    private static IEnumerable<PolicyRule> Allowing(ImmutableArray<PolicyRule> policies) =>
        policies.Where(policy => policy.Mode == PolicyMode.Enforce && policy.Ceiling != true);

    /// <summary>Of two patterns that overlap, what both match: the exact one, or the longer prefix.</summary>
    private static string Narrower(string left, string right)
    {
        if (!left.EndsWith('*')) return left;
        return !right.EndsWith('*') || right.Length > left.Length ? right : left;
    }

    /// <summary>Whether every name that the inner pattern matches is matched by the outer.</summary>
    public static bool Covers(string outer, string inner) =>
        outer.EndsWith('*') ? inner.AsSpan().TrimEnd('*').StartsWith(outer.AsSpan(0, outer.Length - 1), StringComparison.Ordinal) : outer == inner;
}
