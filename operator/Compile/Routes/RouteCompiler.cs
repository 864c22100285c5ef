using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.Routes;

/// <summary>ModelRoute -> RouteRule. A bad target costs that target alone, a name that is taken costs that name alone.</summary>
internal static class RouteCompiler
{
    private static readonly ImmutableArray<Func<RouteCase, IEnumerable<Diagnostic>>> Checks =
        [CheckNames, CheckConflicts, CheckTargetModels, CheckCredentialsAreThere, CheckCredentialsAreUsable, CheckSomeTargetIsUsable];

    public static CompiledRoute Compile(RouteCase one) => new()
    {
        Route = one.Route,
        Rule = Assemble(one),
        Diagnostics = Diagnostic.Sort(Checks.SelectMany(check => check(one))),
    };

    private static RouteRule? Assemble(RouteCase one)
    {
        var (@namespace, name) = (one.Route.Metadata.Namespace, one.Route.Metadata.Name);
        var names = one.Names.NamesOf(one.Route);
        if (names.IsEmpty) return null;
        var targets = one.Route.Spec.Targets.Where(one.IsUsable).OrderBy(target => target.Priority);
        var rule = new RouteRule
        {
            Route = $"{@namespace}/{name}",
            Models = names,
            Targets = [.. targets.Select(target => new TargetRule { Provider = $"{@namespace}/{target.Credential}", Model = target.Model, Priority = target.Priority })],
        };
        return rule.Targets.IsEmpty ? rule with { Unfit = $"the conditions of ModelRoute {rule.Route} say why" } : rule;
    }

    private static IEnumerable<Diagnostic> CheckNames(RouteCase one) =>
        from name in one.Route.Spec.Models.Index()
        let problem = ModelNames.FindInPattern(name.Item)
        where problem is not null
        select Diagnostic.NotAccepted(Reasons.InvalidModelName, $"spec.models[{name.Index}]", problem);

    private static IEnumerable<Diagnostic> CheckConflicts(RouteCase one) =>
        from name in one.Route.Spec.Models.Index()
        let owner = one.Names.OtherOwner(one.Route, name.Item)
        where owner is not null
        select Diagnostic.NotAccepted(
            Reasons.NameConflict,
            $"spec.models[{name.Index}]",
            $"ModelRoute \"{owner.Metadata.Name}\" has this name too and keeps it, being older, or as old and first by name: remove the name from one of them");

    private static IEnumerable<Diagnostic> CheckTargetModels(RouteCase one) =>
        from target in one.Targets
        let problem = target.Target.Model is { } model ? ModelNames.FindInName(model) : null
        where problem is not null
        select Diagnostic.NotAccepted(Reasons.InvalidModelName, $"spec.targets[{target.Index}].model", problem);

    private static IEnumerable<Diagnostic> CheckCredentialsAreThere(RouteCase one) =>
        from target in one.Targets
        where !one.Providers.ContainsKey(target.Target.Credential) && !one.UnreadableCredentials.Contains(target.Target.Credential)
        select Diagnostic.NotResolved(
            Reasons.CredentialNotFound,
            $"spec.targets[{target.Index}].credential",
            $"ProviderCredential \"{target.Target.Credential}\" does not exist in namespace \"{one.Route.Metadata.Namespace}\": create it, or name another");

    private static IEnumerable<Diagnostic> CheckCredentialsAreUsable(RouteCase one) =>
        from target in one.Targets
        let reason = WhyUnusable(one, target.Target.Credential)
        where reason is not null
        select Diagnostic.NotResolved(
            Reasons.CredentialNotUsable,
            $"spec.targets[{target.Index}].credential",
            $"ProviderCredential \"{target.Target.Credential}\" is not usable ({reason}): its own conditions say what to do");

    private static IEnumerable<Diagnostic> CheckSomeTargetIsUsable(RouteCase one) =>
        one.Route.Spec.Targets.Any(one.IsUsable)
            ? []
            : [Diagnostic.NotResolved(Reasons.NoUsableTarget, "spec.targets", "no target is usable, so calls to these models are answered with an error: repair or add one")];

    private static string? WhyUnusable(RouteCase one, string credential)
    {
        if (one.UnreadableCredentials.Contains(credential)) return Reasons.Unreadable;
        return one.Providers.TryGetValue(credential, out var provider) && provider.Rule is null ? provider.Diagnostics[0].Reason : null;
    }
}
