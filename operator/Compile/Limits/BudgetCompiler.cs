using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Compile.Limits;

/// <summary>Budget -> LimitRule, whole or not at all. What is wrong with its selectors makes it select more, never fewer: a budget is no way around a budget.</summary>
internal static class BudgetCompiler
{
    public static CompiledBudget Compile(Budget budget, string operatorNamespace)
    {
        var isCeiling = budget.Spec.NamespaceSelector is not null && budget.Metadata.Namespace == operatorNamespace;
        var diagnostics = Diagnostic.Sort(Check(budget.Spec, isCeiling));
        return new()
        {
            Source = Sources.Of(budget),
            Selector = SelectorChecks.Widen(budget.Spec.Agents),
            Namespaces = isCeiling ? SelectorChecks.Widen(budget.Spec.NamespaceSelector!) : null,
            Rule = diagnostics.IsEmpty ? LimitAssembly.Assemble(budget.Spec, $"{budget.Metadata.Namespace}/{budget.Metadata.Name}") : null,
            Diagnostics = diagnostics,
        };
    }

    /// <summary>A Budget that could not be read: all calls of the pods that it may have selected are denied.</summary>
    public static CompiledBudget Compile(UnreadableObject unreadable, string operatorNamespace)
    {
        var isCeiling = unreadable.HasNamespaceSelector && unreadable.Metadata.Namespace == operatorNamespace;
        return new()
        {
            Source = Sources.Of(unreadable),
            Selector = SelectorChecks.Widen(unreadable.PodSelector ?? new LabelSelector()),
            Namespaces = isCeiling ? SelectorChecks.Widen(unreadable.NamespaceSelector ?? new LabelSelector()) : null,
            Diagnostics = Sources.Diagnose(unreadable),
        };
    }

    private static IEnumerable<Diagnostic> Check(BudgetSpec spec, bool isCeiling) =>
        LimitChecks.Check(LimitCase.Of(spec))
            .Concat(SelectorChecks.Check(spec.Agents, "spec.agents"))
            .Concat(spec.NamespaceSelector is { } namespaces ? SelectorChecks.Check(namespaces, "spec.namespaceSelector") : [])
            .Concat(spec.NamespaceSelector is null || isCeiling
                ? []
                : [Diagnostic.NotAccepted(Reasons.NotThePlatform, "spec.namespaceSelector", "a Budget of this namespace reaches no other: remove it, or let the platform's owner write the Budget in the operator's namespace")]);
}
