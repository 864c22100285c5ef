using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>Where the figures of a Budget's status go; whether they arrived.</summary>
internal delegate Task<bool> BudgetSink(Budget budget, BudgetStatus figures, CancellationToken cancellationToken);
