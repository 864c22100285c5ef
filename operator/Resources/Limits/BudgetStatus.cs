using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Limits;

/// <summary>What the operator found about the budget.</summary>
public sealed record BudgetStatus : CommonStatus
{
    /// <summary>How many agents share it: workloads with a pod that it selects.</summary>
    [Schema(Minimum = 0)]
    public int? Agents { get; init; }
}
