using System.Text.Json.Serialization.Metadata;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Resources;

/// <summary>Where our own kinds are in the API. Each is called as its type.</summary>
internal static class ResourceKinds
{
    public static ResourceKind<ProviderCredential> Credentials { get; } = Ours("providercredentials", ResourceJson.Default.ProviderCredential);

    public static ResourceKind<ModelRoute> Routes { get; } = Ours("modelroutes", ResourceJson.Default.ModelRoute);

    public static ResourceKind<McpServer> McpServers { get; } = Ours("mcpservers", ResourceJson.Default.McpServer);

    public static ResourceKind<Guardrail> Guardrails { get; } = Ours("guardrails", ResourceJson.Default.Guardrail);

    public static ResourceKind<AgentPolicy> Policies { get; } = Ours("agentpolicies", ResourceJson.Default.AgentPolicy);

    public static ResourceKind<Budget> Budgets { get; } = Ours("budgets", ResourceJson.Default.Budget);

    public static ResourceKind<Agent> Agents { get; } = Ours("agents", ResourceJson.Default.Agent);

    public static ResourceKind<ApprovalRequest> ApprovalRequests { get; } = Ours("approvalrequests", ResourceJson.Default.ApprovalRequest);

    private static ResourceKind<T> Ours<T>(string plural, JsonTypeInfo<T> json)
        where T : KubernetesObject => new() { Group = Group.Name, Version = Group.Version, Plural = plural, Kind = typeof(T).Name, Json = json };
}
