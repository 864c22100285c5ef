using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>The fake provider's pod, asked through the API server what it saw.</summary>
internal sealed class Provider(Kubectl kubectl)
{
    public const string Namespace = "provider";
    public const string Host = "fake-provider.provider.svc.cluster.local";

    /// <summary>The base URL that credentials name; TLS, by a certificate that only their caBundle trusts.</summary>
    public const string BaseUrl = $"https://{Host}/v1";

    private const string SeenPath = "/api/v1/namespaces/provider/services/http:fake-provider:admin/proxy/_seen";

    /// <summary>The calls whose body holds the text, oldest first.</summary>
    public async Task<ImmutableArray<SeenCall>> SeenAsync(string text)
    {
        var document = JsonNode.Parse(await kubectl.RunAsync("get", "--raw", SeenPath))!;
        return [.. document["calls"]!.AsArray().Select(Read).Where(call => call.Body.Contains(text, StringComparison.Ordinal))];
    }

    private static SeenCall Read(JsonNode? call) =>
        new((string)call!["path"]!, (string?)call["headers"]!["authorization"] ?? "", (string)call["body"]!);
}
