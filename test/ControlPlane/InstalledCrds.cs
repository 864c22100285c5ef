using System.Text;
using System.Text.Json;
using AiGateway.CrdGenerator;
using AiGateway.Operator.Kubernetes;
using AiGateway.Rig;

namespace AiGateway.ControlPlane;

/// <summary>Puts the generated CRDs into the API server as a user would: server-side apply of the very files, for old servers those without rules.</summary>
internal static class InstalledCrds
{
    public const string Manager = "crd-tests";

    public static async Task InstallAsync(LocalApiServer server, CancellationToken cancellationToken)
    {
        var version = await server.Client.ServerVersionAsync(cancellationToken);
        foreach (var (file, text) in CrdFiles.Make(withRules: version.IsAtLeast(1, 25)))
        {
            var path = $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{Path.GetFileNameWithoutExtension(file)}.aigateway.dev";
            var answer = await server.Transport.SendAsync(
                new() { Method = HttpMethod.Patch, Path = $"{path}?fieldManager={Manager}&force=true", Body = Encoding.UTF8.GetBytes(text), ContentType = "application/apply-patch+yaml" },
                cancellationToken);
            answer.BodyOrThrow();
            await EstablishedAsync(server, path, cancellationToken);
        }
    }

    /// <summary>Waits until the kind is served, and says what the API server finds wrong with its schema.</summary>
    private static async Task EstablishedAsync(LocalApiServer server, string path, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Eventually.Bound);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        while (true)
        {
            var crd = JsonDocument.Parse((await server.Transport.SendAsync(new KubeRequest { Method = HttpMethod.Get, Path = path }, both.Token)).BodyOrThrow()).RootElement;
            if (Conditions(crd).TryGetValue("NonStructuralSchema", out var wrong)) throw new InvalidOperationException(wrong);
            if (Conditions(crd).ContainsKey("Established")) return;
            await Task.Delay(50, both.Token);
        }
    }

    private static Dictionary<string, string> Conditions(JsonElement crd) =>
        crd.TryGetProperty("status", out var status) && status.TryGetProperty("conditions", out var conditions) && conditions.ValueKind == JsonValueKind.Array
            ? conditions.EnumerateArray()
                .Where(one => one.GetProperty("status").GetString() == "True")
                .ToDictionary(one => one.GetProperty("type").GetString()!, one => one.GetProperty("message").GetString()!)
            : [];
}
