using System.Collections.Immutable;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Limits;

namespace AiGateway.Operator.Compile;

/// <summary>All that a pod's rules are made of.</summary>
internal sealed record PodSelection
{
    /// <summary>What its namespace offers.</summary>
    public required NamespaceRules Rules { get; init; }

    /// <summary>Whether it may be given keys.</summary>
    public required bool IsCarrier { get; init; }

    /// <summary>The policies that select it, in the order in which bundles have them.</summary>
    public required ImmutableArray<CompiledPolicy> Policies { get; init; }

    /// <summary>The Budgets that select it, in the order in which bundles have them.</summary>
    public required ImmutableArray<CompiledBudget> Budgets { get; init; }

    /// <summary>What holds it beside them; null for nothing.</summary>
    public Hold? Hold { get; init; }

    /// <summary>Equal for selections of one offer of which the same is made.</summary>
    public string Key =>
        IsCarrier + Hold?.Key + string.Join('\n', [.. Policies.Select(policy => policy.Source.Uid + policy.Rule.Policy), "", .. Budgets.Select(budget => budget.Source.Uid + budget.Name)]);
}
