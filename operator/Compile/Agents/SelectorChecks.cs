using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>The checks of both selectors, as the API server makes them for its own selectors.</summary>
internal static class SelectorChecks
{
    public static IEnumerable<Diagnostic> CheckPods(PolicyCase one) => Check(one.Spec.PodSelector, "spec.podSelector");

    public static IEnumerable<Diagnostic> CheckNamespaces(PolicyCase one) => one.Spec.NamespaceSelector is { } selector ? Check(selector, "spec.namespaceSelector") : [];

    /// <summary>The selector without what cannot be understood: it selects more, never less, so that a denial still reaches its pods.</summary>
    public static LabelSelector Widen(LabelSelector selector) =>
        selector with { MatchExpressions = [.. selector.MatchExpressions.Where(requirement => Find(requirement) is null)] };

    public static IEnumerable<Diagnostic> Check(LabelSelector selector, string field) =>
        from requirement in selector.MatchExpressions.Index()
        let problem = Find(requirement.Item)
        where problem is not null
        select Diagnostic.NotAccepted(Reasons.InvalidSelector, $"{field}.matchExpressions[{requirement.Index}]", problem);

    private static string? Find(LabelSelectorRequirement requirement) => requirement.Operator switch
    {
        "In" or "NotIn" => requirement.Values.IsEmpty ? "values is empty: In and NotIn need at least one value" : null,
        "Exists" or "DoesNotExist" => requirement.Values.IsEmpty ? null : "values is set: Exists and DoesNotExist take none",
        _ => "the operator is not known: must be one of In, NotIn, Exists, DoesNotExist",
    };
}
