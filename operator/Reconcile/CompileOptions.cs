using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Reconcile;

/// <summary>What differs between a cluster and a folder in a turn.</summary>
internal sealed record CompileOptions
{
    /// <summary>Done with each inventory before its bundles are published; a folder deals its tokens out here.</summary>
    public Action<Inventory> BeforePublish { get; init; } = _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
