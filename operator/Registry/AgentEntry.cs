using AiGateway.Contracts;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>One agent as the leader keeps it: what it did, the object that says so, and what was last written there. For one thread.</summary>
internal sealed class AgentEntry(Workload workload)
{
    public Workload Workload => workload;

    public AgentAccount Account { get; set; } = new();

    /// <summary>The Agent as last read or written, with the resourceVersion that the next write must find; null where there is none.</summary>
    public Agent? Object { get; set; }

    public WorkloadPods Pods { get; set; } = WorkloadPods.None;

    /// <summary>Since when it has no pod; null where it has one.</summary>
    public DateTimeOffset? PodlessSince { get; set; }

    /// <summary>What stands in the status, byte for byte; empty where that is not known.</summary>
    public ReadOnlyMemory<byte> Written { get; set; }

    public DateTimeOffset WrittenAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>When it is worth a look.</summary>
    public DateTimeOffset LookAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Its Agent is gone: the next look makes another, if there are pods.</summary>
    public void Lose() => (Object, Written, WrittenAt, LookAt) = (null, default, DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    public bool HasPods => Pods.Carriers.Length > 0 || Pods.Sign is not null;

    /// <summary>Whether a user holds it: then it stays.</summary>
    public bool IsHeld => Object is { Spec: { Suspended: true } or { Quarantine: not Quarantine.None } };
}
