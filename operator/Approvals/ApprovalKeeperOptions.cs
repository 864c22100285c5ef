using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Approvals;

/// <summary>What the keeper asks of the rooms around it.</summary>
internal sealed record ApprovalKeeperOptions
{
    /// <summary>The last inventory and what it means; null before the first.</summary>
    public required Func<(Inventory Inventory, Compilation Compilation)?> Latest { get; init; }

    /// <summary>Completes when there is a newer one.</summary>
    public required Func<Task> Turned { get; init; }

    /// <summary>Whether this replica leads.</summary>
    public required Func<bool> Leads { get; init; }

    /// <summary>What is counted.</summary>
    public ApprovalFigures Figures { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
