using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Compile.Limits;

/// <summary>The Budgets that select an agent, as its rules have them.</summary>
internal static class BudgetAssembly
{
    /// <summary>A Budget that cannot be carried out lets no call pass: what has no bound is not free.</summary>
    public static PolicyRule Guard(PolicyRule rule, ImmutableArray<CompiledBudget> budgets) =>
        budgets.Select(budget => budget.Obstacle).FirstOrDefault(obstacle => obstacle is not null) is { } obstacle ? rule with { Unfit = rule.Unfit ?? obstacle } : rule;

    /// <summary>
    /// None for an agent whose policies allow nothing at all: it takes no slice of what others could spend. One that is suspended keeps them, since its calls that are being cut are still settled.
    /// </summary>
    public static ImmutableArray<LimitRule>? RulesOf(ImmutableArray<PolicyRule> policies, ImmutableArray<CompiledBudget> budgets)
    {
        if (budgets.IsEmpty || !policies.Any(AllowsSomething)) return null;
        ImmutableArray<LimitRule> rules = [.. budgets.Select(budget => budget.Rule).OfType<LimitRule>()];
        return rules.IsEmpty ? null : rules;
    }

    /// <summary>An auditing policy lets everything pass where no enforcing one stands beside it.</summary>
    private static bool AllowsSomething(PolicyRule policy) => policy.Ceiling != true
        && (policy.Mode == PolicyMode.Audit || !policy.AllowModels.IsEmpty || policy.Endpoints is not null || policy.Mcp is not null);
}
