using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile.NetworkPolicies;

/// <summary>What a NetworkPolicy can say at this API server.</summary>
internal sealed record NetworkPolicyServer
{
    /// <summary>A range of ports in one rule: <c>endPort</c>, on by default since Kubernetes 1.22; before, it is dropped without a word.</summary>
    public bool HasPortRanges { get; init; } = true;

    /// <summary>Whether every namespace has the label kubernetes.io/metadata.name: since Kubernetes 1.21. Before, the operator's namespace is found by the label that its manifests give it.</summary>
    public bool HasNameLabel { get; init; } = true;

    /// <summary>The port at which the operator's pods take sidecars' streams.</summary>
    public int StreamPort { get; init; } = 8443;

    public static NetworkPolicyServer Of(ServerVersion version, int streamPort) =>
        new() { HasPortRanges = version.IsAtLeast(1, 22), HasNameLabel = version.IsAtLeast(1, 21), StreamPort = streamPort };
}
