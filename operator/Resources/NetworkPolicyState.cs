using System.Collections.Immutable;

namespace AiGateway.Operator.Resources;

/// <summary>What the leader knows of the NetworkPolicies that it keeps: an inventory's part that is not read but found out by writing. Immutable.</summary>
internal sealed record NetworkPolicyState
{
    public static NetworkPolicyState None { get; } = new();

    /// <summary>Without a cluster nothing keeps any.</summary>
    public static NetworkPolicyState NoCluster { get; } = new() { IsKept = false };

    /// <summary>Whether there is anybody to keep them.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>Whether the API server takes a range of ports in one rule: Kubernetes 1.22 and later. Assumed until it was asked.</summary>
    public bool HasPortRanges { get; init; } = true;

    /// <summary>By the uid of its AgentPolicy, why a NetworkPolicy is not as it should be.</summary>
    public ImmutableDictionary<string, string> Problems { get; init; } = ImmutableDictionary<string, string>.Empty;
}
