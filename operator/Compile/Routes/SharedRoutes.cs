using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Routes;

/// <summary>
/// Routes of other namespaces, as one namespace has them. Its own names win: no route that is shared with it takes a call that one of its own would have taken. Among
/// shared ones a name has the oldest. A credential of a third namespace comes along only where its owner shares it here too.
/// </summary>
internal static class SharedRoutes
{
    /// <param name="user">The namespace.</param>
    /// <param name="own">Its own routes.</param>
    /// <param name="shared">The routes that are shared with it, in any order.</param>
    /// <param name="providers">The credentials of all namespaces.</param>
    public static ImmutableArray<CompiledRoute> For(string user, ImmutableArray<ModelRoute> own, IEnumerable<CompiledRoute> shared, ProviderIndex providers)
    {
        var ownNames = own.SelectMany(route => route.Spec.Models).Where(name => ModelNames.FindInPattern(name) is null).ToHashSet(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. shared.Where(route => route.Rule is not null)
                .OrderBy(route => route.Route.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue)
                .ThenBy(route => route.Rule!.Route, StringComparer.Ordinal)
                .Select(route => (Route: route, Names: route.Rule!.Models.Where(name => !IsCovered(name, ownNames) && taken.Add(name)).ToImmutableArray()))
                .Where(pair => !pair.Names.IsEmpty)
                .Select(pair => pair.Route with { Rule = Narrow(pair.Route.Rule! with { Models = pair.Names }, user, providers), Diagnostics = [] }),
        ];
    }

    /// <summary>The targets that lose their calls from namespaces which the route is shared with, and their credential is not.</summary>
    public static IEnumerable<Diagnostic> Check(RouteCase one) =>
        from target in one.Targets
        let use = one.UseOf(target.Target)
        where use.IsForeign && one.Providers.FindUsable(use) is not null
        from user in one.Route.Spec.SharedWith
        where !one.Providers.IsOpenTo($"{use.Owner}/{use.Name}", user)
        select Diagnostic.NotResolved(
            Reasons.NotShared,
            $"spec.targets[{target.Index}].namespace",
            $"ProviderCredential \"{use.Owner}/{use.Name}\" is not shared with namespace \"{user}\", with which this route is: calls from there do not go to the target");

    private static RouteRule Narrow(RouteRule rule, string user, ProviderIndex providers)
    {
        var home = rule.Route[..(rule.Route.IndexOf('/', StringComparison.Ordinal) + 1)];
        ImmutableArray<TargetRule> targets =
            [.. rule.Targets.Where(target => target.Provider.StartsWith(home, StringComparison.Ordinal) || providers.IsOpenTo(target.Provider, user))];
        return targets.All(target => target.Weight == 0) ? RouteCompiler.Unfit(rule) : rule with { Targets = targets };
    }

    /// <summary>Whether an own name takes every call that the name would.</summary>
    private static bool IsCovered(string name, HashSet<string> own) =>
        own.Contains(name) || own.Any(pattern => pattern.EndsWith('*') && name.AsSpan().TrimEnd('*').StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal));
}
