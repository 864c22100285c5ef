using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile.NetworkPolicies;

/// <summary>The NetworkPolicy that is to stand beside an AgentPolicy: what of its rules addresses and ports can say.</summary>
internal sealed record NetworkPolicyPlan
{
    private const string Prefix = "aigateway-";
    private const int MaxName = 253;

    /// <summary>The AgentPolicy.</summary>
    public required SourceRef Policy { get; init; }

    /// <summary>False where the AgentPolicy cannot be read: what stands is then left as it is.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>The pods, as the AgentPolicy selects them.</summary>
    public LabelSelector Selector { get; init; } = new();

    /// <summary>The ranges of addresses that are allowed, each with its ports; ordered.</summary>
    public ImmutableArray<(IPNetwork Network, PortRange Ports)> Networks { get; init; } = [];

    /// <summary>The ports at which any address may be reached, because a name is allowed there, or a model or tool server answers; ordered.</summary>
    public ImmutableArray<PortRange> OpenPorts { get; init; } = [];

    /// <summary>Where sidecars find their operator.</summary>
    public string OperatorNamespace { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public ObjectKey Key => new(Policy.Namespace, NameOf(Policy.Name));

    /// <summary>The name of a policy's NetworkPolicy: bounded, and another one for each.</summary>
    public static string NameOf(string policy)
    {
        if (Prefix.Length + policy.Length <= MaxName) return Prefix + policy;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(policy)).AsSpan(0, 8));
        return $"{Prefix}{policy.AsSpan(0, MaxName - Prefix.Length - hash.Length - 1).TrimEnd(".-")}-{hash}";
    }
}
