using AiGateway.Rig;

namespace AiGateway.Sdk.Tests.Line;

/// <summary>What the folder holds: one agent pod, two providers and one of every kind, routes that name the fake providers' scripts, one policy.</summary>
internal static class Manifests
{
    public const string PrimaryKey = "sk-primary-real";
    public const string BackupKey = "sk-backup-real";

    public static void Write(string folder, SidecarLine line)
    {
        var (primary, backup) = (line.Primary.BaseUrl, line.Backup.BaseUrl);
        var kinds = File.ReadAllText(Path.Combine(Checkout.Root, "test/Sdk.Tests/manifests/providers.yaml"));
        File.WriteAllText(Path.Combine(folder, "kinds.yaml"), kinds.Replace("FAKE_URL", line.Every.Url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        File.Copy(Path.Combine(Checkout.Root, "test/Sdk.Tests/manifests/resilience.yaml"), Path.Combine(folder, "resilience.yaml"));
        File.WriteAllText(Path.Combine(folder, "agent.yaml"), Agent);
        File.WriteAllText(Path.Combine(folder, "providers.yaml"), Secret + Credential("primary", primary) + Credential("backup", backup));
        File.WriteAllText(Path.Combine(folder, "routes.yaml"), Routes);
        File.WriteAllText(Path.Combine(folder, "policy.yaml"), Policy);
    }

    private const string Agent = """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: sdk
          labels: { aigateway.dev/inject: enabled }
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: agent
          namespace: sdk
          uid: 3b6f1c52-64f7-4a3a-8a0e-9d1f5e7a2b11
          labels: { app: agent }
        spec:
          serviceAccountName: agent
          containers: [{ name: agent, image: agent }]
        """;

    private const string Secret = $$"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: keys
          namespace: sdk
          labels: { aigateway.dev/credential: "true" }
          annotations: { aigateway.dev/allowed-hosts: "http://127.0.0.1" }
        stringData: { primary: {{PrimaryKey}}, backup: {{BackupKey}} }
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: aws
          namespace: sdk
          labels: { aigateway.dev/credential: "true" }
          annotations: { aigateway.dev/allowed-hosts: "http://127.0.0.1" }
        stringData: { accessKeyId: AKIAFAKEACCESSKEY001, secretAccessKey: {{PrimaryKey}} }

        """;

    private const string Routes = """
        apiVersion: aigateway.dev/v1alpha1
        kind: ModelRoute
        metadata: { name: plain, namespace: sdk }
        spec:
          models: [gpt-4o-mini, forbidden]
          targets: [{ credential: primary }]
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: ModelRoute
        metadata: { name: renamed, namespace: sdk }
        spec:
          models: [fast]
          targets: [{ credential: primary, model: gpt-4o }]
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: ModelRoute
        metadata: { name: scripted, namespace: sdk }
        spec:
          models: [tool-call, error-429, cut, "stream-*", "long-*"]
          targets: [{ credential: primary }]
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: ModelRoute
        metadata: { name: failing, namespace: sdk }
        spec:
          models: [failing]
          targets:
            - { credential: primary, model: error-500 }
            - { credential: backup, model: error-500, priority: 1 }
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: ModelRoute
        metadata: { name: recovering, namespace: sdk }
        spec:
          models: [recovering]
          targets:
            - { credential: primary, model: error-503 }
            - { credential: backup, model: gpt-4o, priority: 1 }
        """;

    private const string Policy = """
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: { name: agent, namespace: sdk }
        spec:
          podSelector: { matchLabels: { app: agent } }
          suspended: false
          models: { allow: ["*"], deny: [forbidden] }
        """;

    private static string Credential(string name, string baseUrl) => $$"""
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: ProviderCredential
        metadata: { name: {{name}}, namespace: sdk }
        spec:
          provider: openAiCompatible
          baseUrl: {{baseUrl}}
          auth: { apiKey: { secretRef: { name: keys, key: {{name}} } } }

        """;
}
