using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Resources;

/// <summary>Everything at one moment: what a compilation reads. Immutable; the next moment is another one.</summary>
internal sealed record Inventory
{
    public ImmutableArray<ProviderCredential> Credentials { get; init; } = [];

    public ImmutableArray<ModelRoute> Routes { get; init; } = [];

    public ImmutableArray<AgentPolicy> Policies { get; init; } = [];

    public ImmutableArray<McpServer> McpServers { get; init; } = [];

    public ImmutableArray<Guardrail> Guardrails { get; init; } = [];

    public ImmutableArray<Budget> Budgets { get; init; } = [];

    public ImmutableArray<Agent> Agents { get; init; } = [];

    public ImmutableArray<ApprovalRequest> ApprovalRequests { get; init; } = [];

    /// <summary>Only those that carry the label <see cref="Group.CredentialLabel"/>.</summary>
    public ImmutableArray<Secret> Secrets { get; init; } = [];

    public ImmutableArray<Pod> Pods { get; init; } = [];

    /// <summary>Whether sidecars stand in the pods as containers: a pod without one then gets no rules. Without a cluster they run beside.</summary>
    public bool SidecarsAreInjected { get; init; }

    public ImmutableArray<Namespace> Namespaces { get; init; } = [];

    /// <summary>How far each kind has been read.</summary>
    public ImmutableArray<SourcePosition> Positions { get; init; } = [];

    /// <summary>Objects that could not be read at all, each with the reason; they become conditions.</summary>
    public ImmutableArray<UnreadableObject> Unreadable { get; init; } = [];

    /// <summary>What has been exchanged for the credentials of clouds.</summary>
    public ExchangedTokens Tokens { get; init; } = ExchangedTokens.None;

    /// <summary>What has been found out of the NetworkPolicies that are kept.</summary>
    public NetworkPolicyState NetworkPolicies { get; init; } = NetworkPolicyState.None;

    /// <summary>The operator's own namespace: where policies of the platform stand.</summary>
    public string OperatorNamespace { get; init; } = "aigateway-system";
}
