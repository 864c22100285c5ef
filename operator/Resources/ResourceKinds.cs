using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Resources;

/// <summary>Where our own kinds are in the API.</summary>
internal static class ResourceKinds
{
    public static ResourceKind<ProviderCredential> Credentials { get; } = new()
    {
        Group = Group.Name,
        Version = Group.Version,
        Plural = "providercredentials",
        Kind = nameof(ProviderCredential),
        Json = ResourceJson.Default.ProviderCredential,
    };

    public static ResourceKind<ModelRoute> Routes { get; } = new()
    {
        Group = Group.Name,
        Version = Group.Version,
        Plural = "modelroutes",
        Kind = nameof(ModelRoute),
        Json = ResourceJson.Default.ModelRoute,
    };

    public static ResourceKind<McpServer> McpServers { get; } = new()
    {
        Group = Group.Name,
        Version = Group.Version,
        Plural = "mcpservers",
        Kind = nameof(McpServer),
        Json = ResourceJson.Default.McpServer,
    };

    public static ResourceKind<Guardrail> Guardrails { get; } = new()
    {
        Group = Group.Name,
        Version = Group.Version,
        Plural = "guardrails",
        Kind = nameof(Guardrail),
        Json = ResourceJson.Default.Guardrail,
    };

    public static ResourceKind<AgentPolicy> Policies { get; } = new()
    {
        Group = Group.Name,
        Version = Group.Version,
        Plural = "agentpolicies",
        Kind = nameof(AgentPolicy),
        Json = ResourceJson.Default.AgentPolicy,
    };

    public static ResourceKind<Budget> Budgets { get; } = new()
    {
        Group = Group.Name,
        Version = Group.Version,
        Plural = "budgets",
        Kind = nameof(Budget),
        Json = ResourceJson.Default.Budget,
    };

    public static ResourceKind<Agent> Agents { get; } = new()
    {
        Group = Group.Name,
        Version = Group.Version,
        Plural = "agents",
        Kind = nameof(Agent),
        Json = ResourceJson.Default.Agent,
    };

    public static ResourceKind<ApprovalRequest> ApprovalRequests { get; } = new()
    {
        Group = Group.Name,
        Version = Group.Version,
        Plural = "approvalrequests",
        Kind = nameof(ApprovalRequest),
        Json = ResourceJson.Default.ApprovalRequest,
    };
}
