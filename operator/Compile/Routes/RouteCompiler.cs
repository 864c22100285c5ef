using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Routes;

/// <summary>ModelRoute -> RouteRule. A bad target costs that target alone, a name that is taken costs that name alone.</summary>
internal static class RouteCompiler
{
    private static readonly ImmutableArray<Func<RouteCase, IEnumerable<Diagnostic>>> Checks =
    [
        CheckNames, CheckConflicts, CheckTargetModels, CheckCredentials, CheckSomeTargetIsUsable, CheckWeights,
        RouteTimes.Check, RouteResilience.CheckFallback, CheckParameters, CheckConditions, CheckSharing, SharedRoutes.Check,
    ];

    public static CompiledRoute Compile(RouteCase one) => new()
    {
        Route = one.Route,
        Rule = Assemble(one),
        Diagnostics = Diagnostic.Sort(Checks, one),
    };

    private static RouteRule? Assemble(RouteCase one)
    {
        var (@namespace, name) = (one.Route.Metadata.Namespace, one.Route.Metadata.Name);
        var names = one.Names.NamesOf(one.Route);
        if (names.IsEmpty) return null;
        var targets = one.Route.Spec.Targets.Where(one.IsUsable).OrderBy(target => target.Priority).ToList();
        var rule = new RouteRule { Route = $"{@namespace}/{name}", Models = names, Targets = [] };
        return targets.TrueForAll(target => target.Weight == 0)
            ? Unfit(rule)
            : RouteResilience.AddTo(
                rule with { Targets = [.. targets.Select(target => Assemble(one, target))], Parameters = ParametersCompiler.Assemble(one.Route.Spec.Parameters) }, one.Route.Spec);
    }

    /// <summary>The names without a target: calls to them fail, and say where to look.</summary>
    public static RouteRule Unfit(RouteRule rule) =>
        new() { Route = rule.Route, Models = rule.Models, Targets = [], Unfit = $"the conditions of ModelRoute {rule.Route} say why" };

    private static TargetRule Assemble(RouteCase one, ModelTarget target) => new()
    {
        Provider = $"{one.UseOf(target).Owner}/{target.Credential}",
        Model = target.Model,
        Priority = target.Priority,
        Weight = target.Weight,
        When = target.When,
        Parameters = ParametersCompiler.Assemble(target.Parameters),
    };

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

    private static IEnumerable<Diagnostic> CheckCredentials(RouteCase one) =>
        one.Targets.Select(target => one.Providers.Check(one.UseOf(target.Target), $"spec.targets[{target.Index}]")).OfType<Diagnostic>();

    private static IEnumerable<Diagnostic> CheckSharing(RouteCase one) => Sharing.Check(one.Namespace, one.Route.Spec.SharedWith);

    private static IEnumerable<Diagnostic> CheckSomeTargetIsUsable(RouteCase one) =>
        one.Route.Spec.Targets.Any(target => one.IsUsable(target) && target.Weight != 0) || IsDrained(one)
            ? []
            : [Diagnostic.NotResolved(Reasons.NoUsableTarget, "spec.targets", "no target is usable, so calls to these models are answered with an error: repair or add one")];

    private static IEnumerable<Diagnostic> CheckWeights(RouteCase one) =>
        IsDrained(one) ? [Diagnostic.NotAccepted(Reasons.NoUsableTarget, "spec.targets", RuleMessages.AllDrained)] : [];

    private static IEnumerable<Diagnostic> CheckParameters(RouteCase one) =>
        ParametersCompiler.Check(one.Route.Spec.Parameters, "spec.parameters")
            .Concat(one.Targets.SelectMany(target => ParametersCompiler.Check(target.Target.Parameters, $"spec.targets[{target.Index}].parameters")));

    private static IEnumerable<Diagnostic> CheckConditions(RouteCase one) =>
        from target in one.Targets
        let errors = target.Target.When is { } when ? CelExpression.Parse(when, RouteConditions.Environment).Errors : []
        where !errors.IsEmpty
        select Diagnostic.NotAccepted(Reasons.InvalidCondition, $"spec.targets[{target.Index}].when", $"{string.Join("; ", errors)}: correct the condition; until then no call goes to the target");

    private static bool IsDrained(RouteCase one) => one.Route.Spec.Targets.All(target => target.Weight == 0);
}
