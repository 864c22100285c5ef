using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Leases;

/// <summary>What the keeper asks of the rooms around it.</summary>
internal sealed record LeaseKeeperOptions
{
    /// <summary>The last turn of the compiler; null before the first.</summary>
    public required Func<(Inventory Inventory, Compilation Compilation)?> Latest { get; init; }

    /// <summary>Whether this replica leads.</summary>
    public required Func<bool> Leads { get; init; }

    public LeaseFigures Figures { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
