using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Guardrails;

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
}
