using System.Collections.Immutable;
using AiGateway.Operator.Compile.Routes;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>Routes with the guardrails that they name. They are compiled without them before, since a guardrail may name a route itself.</summary>
internal static class GuardedRoutes
{
    /// <summary>The routes; one whose guardrails are not all usable has no targets, so that no call goes past them.</summary>
    public static ImmutableArray<CompiledRoute> Of(ImmutableArray<CompiledRoute> routes, GuardrailIndex index) => [.. routes.Select(route => Of(route, index))];

    private static CompiledRoute Of(CompiledRoute route, GuardrailIndex index)
    {
        var (home, names) = (route.Route.Metadata.Namespace, route.Route.Spec.Guardrails);
        if (names.IsEmpty) return route;
        var diagnostics = index.Check(home, names).ToList();
        if (diagnostics.Count == 0) return route with { Rule = route.Rule is { Unfit: null } rule ? rule with { Guardrails = GuardrailIndex.NamesOf(home, names) } : route.Rule };
        return route with
        {
            Rule = route.Rule is null ? null : RouteCompiler.Unfit(route.Rule),
            Diagnostics = Diagnostic.Sort(route.Diagnostics.Concat(diagnostics)),
        };
    }
}
