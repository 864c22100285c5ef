using AiGateway.Operator.Resources.Tokens;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>
/// A folder under <c>cases</c>: <c>in.yaml</c> is the inventory, with what an API server would have filled in left out. A first line
/// <c># features: a, b</c> compiles for a sidecar that has these features alone; <c># injected</c> looks for sidecars in the pods.
/// </summary>
internal sealed record CompileCase
{
    private const string FeaturesLine = "# features:";
    private const string InjectedLine = "# injected";

    public required Inventory Inventory { get; init; }

    /// <summary>Null for a current sidecar.</summary>
    public string[]? Features { get; init; }

    public static string Root([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "cases");

    public static CompileCase Read(string yaml)
    {
        var inventory = YamlJson.Read(yaml).Aggregate(new Inventory(), (all, document) => Add(all, Complete(JsonObject.Create(document.Json)!)));
        var first = yaml.Split('\n')[0];
        return new()
        {
            Inventory = inventory with { SidecarsAreInjected = yaml.StartsWith(InjectedLine, StringComparison.Ordinal) },
            Features = first.StartsWith(FeaturesLine, StringComparison.Ordinal)
                ? first[FeaturesLine.Length..].Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
                : null,
        };
    }

    private static Inventory Add(Inventory all, JsonObject document) => (string?)document["kind"] switch
    {
        "ProviderCredential" => AddResource(all, document, ResourceJson.Default.ProviderCredential, (to, one) => to with { Credentials = to.Credentials.Add(one) }),
        "ModelRoute" => AddResource(all, document, ResourceJson.Default.ModelRoute, (to, one) => to with { Routes = to.Routes.Add(one) }),
        "AgentPolicy" => AddResource(all, document, ResourceJson.Default.AgentPolicy, (to, one) => to with { Policies = to.Policies.Add(one) }),
        "McpServer" => AddResource(all, document, ResourceJson.Default.McpServer, (to, one) => to with { McpServers = to.McpServers.Add(one) }),
        "Guardrail" => AddResource(all, document, ResourceJson.Default.Guardrail, (to, one) => to with { Guardrails = to.Guardrails.Add(one) }),
        "Budget" => AddResource(all, document, ResourceJson.Default.Budget, (to, one) => to with { Budgets = to.Budgets.Add(one) }),
        "Agent" => AddResource(all, document, ResourceJson.Default.Agent, (to, one) => to with { Agents = to.Agents.Add(one) }),
        "Secret" => all with { Secrets = all.Secrets.Add(document.Deserialize(KubernetesJsonContext.Default.Secret)!) },
        "Pod" => all with { Pods = all.Pods.Add(document.Deserialize(KubernetesJsonContext.Default.Pod)!) },
        "Namespace" => all with { Namespaces = all.Namespaces.Add(document.Deserialize(KubernetesJsonContext.Default.Namespace)!) },
        "ExchangedToken" => all with { Tokens = new() { ByKey = all.Tokens.ByKey.Add(KeyOf(document), TokenOf(document)) } },
        var kind => throw new InvalidOperationException($"a case holds no {kind}"),
    };

    /// <summary>No object of Kubernetes: what was exchanged stands among them as if it were one.</summary>
    private static TokenKey KeyOf(JsonObject document) => new()
    {
        Kind = (string?)document["for"] ?? nameof(ProviderCredential),
        Credential = $"{document["metadata"]!["namespace"]}/{document["metadata"]!["name"]}",
        SecretUid = (string)document["secret"]!,
        SecretResourceVersion = "1",
        Url = (string)document["url"]!,
        Parameters = (string)document["parameters"]!,
    };

    private static ExchangedToken TokenOf(JsonObject document) => new()
    {
        Token = (string?)document["token"] is { } token ? new(token) : null,
        ExpiresAt = (string?)document["expiresAt"] is { } end ? DateTimeOffset.Parse(end, CultureInfo.InvariantCulture) : null,
        AccessKeyId = (string?)document["accessKeyId"],
        SessionToken = (string?)document["sessionToken"] is { } session ? new(session) : null,
        Error = (string?)document["error"],
    };

    private static Inventory AddResource<T>(Inventory all, JsonObject document, JsonTypeInfo<T> type, Func<Inventory, T, Inventory> add)
        where T : KubernetesObject
    {
        var read = ResourceReader.Read(document.Deserialize<JsonElement>(), type);
        return read.Value is { } value ? add(all, value) : all with { Unreadable = all.Unreadable.Add(read.Unreadable!) };
    }

    private static JsonObject Complete(JsonObject document)
    {
        var metadata = document["metadata"]!.AsObject();
        metadata["namespace"] ??= "default";
        metadata["uid"] ??= $"{document["kind"]}-{metadata["namespace"]}-{metadata["name"]}".ToLowerInvariant();
        metadata["generation"] ??= 1;
        metadata["resourceVersion"] ??= "1";
        if (document["stringData"] is JsonObject texts)
            document["data"] = new JsonObject(texts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Convert.ToBase64String(Encoding.UTF8.GetBytes((string)pair.Value!)))));
        return document;
    }
}
