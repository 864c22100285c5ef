using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Resources;

/// <summary>An object of one of our kinds whose spec could not be read: known by its metadata alone.</summary>
internal sealed record UnreadableObject
{
    public required string Kind { get; init; }

    public required ObjectMeta Metadata { get; init; }

    /// <summary>The field, as <c>spec.targets[0].priority</c>; <c>spec</c> where it is not known.</summary>
    public required string Field { get; init; }

    /// <summary>What is wrong, without quoting values.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The pods that an AgentPolicy or Budget would have selected: their calls are all denied until it can be read, because what it denies is not
    /// known. Null where the selector could not be read either: then all pods of the namespace.
    /// </summary>
    public LabelSelector? PodSelector { get; init; }

    /// <summary>Whether an AgentPolicy or Budget says a namespaceSelector, readable or not.</summary>
    public bool HasNamespaceSelector { get; init; }

    /// <summary>The namespaces that an AgentPolicy or Budget of the platform would have selected; null where that could not be read either: then all of them.</summary>
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>What an Agent's user says, where only the rest of it cannot be read, as a status of a later version; null else.</summary>
    public AgentSpec? Agent { get; init; }

    /// <summary>The workload of an Agent whose spec cannot be read; null where that could not be read either: then all of the namespace.</summary>
    public WorkloadRef? Workload { get; init; }

    /// <summary>What an AgentPolicy says of egress, or of that at least how agents are held, so that no pod starts at a lower level for a mistake elsewhere in it; null where it says nothing.</summary>
    public EgressAccess? Egress { get; init; }
}
