using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>The controller of pods, or a pod that has none.</summary>
public sealed record WorkloadRef
{
    /// <summary>The kind, as Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod.</summary>
    [Schema(MinLength = 1, MaxLength = 63, Pattern = Patterns.KindName)]
    public required string Kind { get; init; }

    /// <summary>Its name.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public required string Name { get; init; }
}
