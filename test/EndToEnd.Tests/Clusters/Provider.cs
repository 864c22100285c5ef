using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>The fake provider's pod, asked through the API server what it saw.</summary>
internal sealed class Provider(Kubectl kubectl)
{
    public const string Namespace = "provider";
    public const string Host = "fake-provider.provider.svc.cluster.local";

    /// <summary>What a real provider is called; its certificate names it too.</summary>
    public const string OutsideHost = "api.openai.com";

    private const string SeenPath = "/api/v1/namespaces/provider/services/http:fake-provider:admin/proxy/_seen";

    /// <summary>The calls whose body holds the text, oldest first.</summary>
    public async Task<ImmutableArray<SeenCall>> SeenAsync(string text)
    {
        var document = JsonNode.Parse(await kubectl.RunAsync("get", "--raw", SeenPath))!;
        return [.. document["calls"]!.AsArray().Select(Read).Where(call => call.Body.Contains(text, StringComparison.Ordinal))];
    }

    /// <summary>The address of its Service.</summary>
    public Task<string> AddressAsync() => kubectl.RunAsync("--namespace", Namespace, "get", "service", "fake-provider", "--output=jsonpath={.spec.clusterIP}");

    private static SeenCall Read(JsonNode? call) =>
        new((string)call!["path"]!, (string?)call["headers"]!["authorization"] ?? "", (string)call["body"]!);
}
