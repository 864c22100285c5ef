namespace AiGateway.Operator.Resources.Limits;

/// <summary>What the operator found about the budget.</summary>
public sealed record BudgetStatus : CommonStatus;
