using AiGateway.Contracts;
using AiGateway.Operator.Compile.Guardrails;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Compile.Servers;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>An AgentPolicy with all that its checks look at.</summary>
internal sealed record PolicyCase
{
    public required AgentPolicy Policy { get; init; }

    public required ProviderIndex Providers { get; init; }

    public required ServerIndex Servers { get; init; }

    public required GuardrailIndex Guardrails { get; init; }

    public required string OperatorNamespace { get; init; }

    public NetworkPolicyState NetworkPolicies { get; init; } = NetworkPolicyState.None;

    public AgentPolicySpec Spec => Policy.Spec;

    public string Namespace => Policy.Metadata.Namespace;

    public bool IsCeiling => Spec.NamespaceSelector is not null && Namespace == OperatorNamespace;

    /// <summary>Whether what comes out of this host's TLS can be judged: as calls of a known provider, or of a tool server of the policy's agents.</summary>
    public bool MayIntercept(EgressTarget host) => KnownHosts.CoversOnlyKnown(host.Host!) || (!IsCeiling && Servers.HasHost(Namespace, host.Host!));

    public ProviderUse UseOf(EndpointGrant grant) => new(Namespace, grant.Namespace, grant.Credential);
}
