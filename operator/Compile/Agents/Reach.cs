using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>
/// Which routes an agent's policies can lead to. Everything else, and its keys, stays out of the bundle. It may err towards more, never
/// towards less: leaving out a route that a call could take would change where the call goes.
/// </summary>
internal static class Reach
{
    public static bool Includes(ImmutableArray<PolicyRule> policies, RouteRule route)
    {
        if (policies.IsEmpty || policies.Any(policy => policy.Suspended || policy.Unfit is not null)) return false;
        var enforcing = policies.Where(policy => policy.Mode == PolicyMode.Enforce).ToList();
        if (enforcing.Count == 0) return true; // Only auditing policies: nothing is denied, so everything is reached.
        var denied = enforcing.SelectMany(policy => policy.DenyModels).ToList();
        return route.Models.Any(name => enforcing.SelectMany(policy => policy.AllowModels)
            .Any(allowed => ModelPattern.Overlap(allowed, name) && !denied.Exists(deny => Covers(deny, Narrower(allowed, name)))));
    }

    /// <summary>Of two patterns that overlap, what both match: the exact one, or the longer prefix.</summary>
    private static string Narrower(string left, string right)
    {
        if (!left.EndsWith('*')) return left;
        return !right.EndsWith('*') || right.Length > left.Length ? right : left;
    }

    /// <summary>Whether every name that the inner pattern matches is matched by the outer.</summary>
    private static bool Covers(string outer, string inner) =>
        outer.EndsWith('*') ? inner.AsSpan().TrimEnd('*').StartsWith(outer.AsSpan(0, outer.Length - 1), StringComparison.Ordinal) : outer == inner;
}
