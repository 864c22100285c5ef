using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Limits;

/// <summary>One limit that many agents share, with all their pods.</summary>
[Kind("budgets", "bgt")]
[PrintColumn("Ready", "string", Columns.Ready, Description = Columns.ReadyText)]
[PrintColumn("Sidecars", "string", Columns.Sidecars, Description = Columns.SidecarsText)]
[PrintColumn("Agents", "integer", ".status.agents", Description = "How many agents share the budget.")]
[PrintColumn("Consumed", "string", ".status.consumed", Description = "How much is used within the window, in US dollars or counted.")]
[PrintColumn("Limit", "string", ".status.limit", Description = "How much may be used within the window.")]
[PrintColumn("Resets", "string", ".status.resetsAt", Description = "When the window ends, or the oldest use leaves it.")]
[PrintColumn("Reason", "string", Columns.Reason, Description = Columns.ReasonText)]
[PrintColumn("Age", "date", Columns.Age, Description = Columns.AgeText)]
public sealed record Budget : CustomResource<BudgetSpec, BudgetStatus>;
