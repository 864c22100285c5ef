namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>What the folder holds for an agent of tools: its namespace, its pod, a token, an McpServer for each name, and one policy.</summary>
internal static class ToolManifests
{
    public const string Token = "real-token-of-the-server";

    public const string Agent = """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: tools
          labels: { aigateway.dev/inject: enabled }
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: agent
          namespace: tools
          uid: 7c1d0f7e-2f0b-4c1e-9a53-6f1c2b8d9e31
          labels: { app: agent }
        spec:
          serviceAccountName: agent
          containers: [{ name: agent, image: agent }]
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: token
          namespace: tools
          labels: { aigateway.dev/credential: "true" }
          annotations: { aigateway.dev/allowed-hosts: "http://127.0.0.1" }
        stringData: { apiKey: real-token-of-the-server }
        """;

    public static string Server(string name, string url, string more = "") => $$"""
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: McpServer
        metadata: { name: {{name}}, namespace: tools }
        spec:
          url: {{url}}
          {{more}}

        """;

    public static string Policy(string entries) => $$"""
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: { name: agent, namespace: tools }
        spec:
          podSelector: { matchLabels: { app: agent } }
          mcp:
        {{entries}}

        """;
}
