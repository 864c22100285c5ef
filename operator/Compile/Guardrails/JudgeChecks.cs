using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>The checks of the route that leads to a model that judges. A verdict has one way to its model, so that targets with a condition, and drained ones, are left out of it.</summary>
internal static class JudgeChecks
{
    public static IEnumerable<Diagnostic> Check(CheckCase one)
    {
        if (one.RouteName is not { } name) yield break;
        if (one.Judges is null)
        {
            yield return Diagnostic.NotResolved(
                Reasons.RouteNotFound, $"{one.Settings}.route", $"ModelRoute \"{name}\" does not exist in namespace \"{one.Namespace}\", or cannot be read: create it, or name another");
        }
        else if (RouteOf(one) is null)
        {
            yield return Diagnostic.NotResolved(
                Reasons.RouteNotUsable, $"{one.Settings}.route", $"ModelRoute \"{name}\" has no target without a condition that is usable: its own conditions say what to do");
        }
        else if (one.Model is null)
        {
            yield return Diagnostic.NotAccepted(Reasons.InvalidModelName, $"{one.Settings}.model", $"ModelRoute \"{name}\" has no name that is a model's, but prefixes alone: say which model is asked");
        }
        else if (!one.Judges.Rule!.Models.Any(pattern => ModelPattern.Matches(pattern, one.Model)))
        {
            yield return Diagnostic.NotResolved(Reasons.RouteNotUsable, $"{one.Settings}.model", $"ModelRoute \"{name}\" does not have the model: name one of its spec.models");
        }
    }

    /// <summary>The way that a sidecar takes to the judges; null where there is none. It is a judge's own: no guardrail looks at it.</summary>
    public static RouteRule? RouteOf(CheckCase one)
    {
        if (one.Judges?.Rule is not { } rule) return null;
        var targets = rule.Targets.RemoveAll(target => target.When is not null || target.Weight == 0);
        return targets.IsEmpty ? null : rule with { Targets = targets, Sticky = null, Guardrails = null };
    }
}
