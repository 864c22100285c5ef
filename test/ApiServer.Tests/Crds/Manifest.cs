using System.Runtime.CompilerServices;
using System.Text;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.ApiServer.Tests.Crds;

/// <summary>
/// One file under <c>manifests</c>: an object of ours, and in its first lines, as comments, what is said against it. In <c>bad</c> these are the
/// API server's words, in <c>rules</c> the words of a rule, that the compiler says too.
/// </summary>
internal sealed record Manifest(string Kind, string Name, string Expected, string Text)
{
    public static string Root([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "manifests");

    public static TheoryData<string> Names(string group) =>
        [.. Directory.GetFiles(Path.Combine(Root(), group)).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public static Manifest Read(string group, string name)
    {
        var text = File.ReadAllText(Path.Combine(Root(), group, $"{name}.yaml"));
        var lines = text.Split('\n');
        return new(
            lines.First(line => line.StartsWith("kind: ", StringComparison.Ordinal))["kind: ".Length..],
            name,
            string.Join(' ', lines.TakeWhile(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..])),
            text);
    }

    /// <summary>Writes what is now said against it into its first line: <c>GOLDEN=rewrite</c>; the diff is then reviewed like code.</summary>
    public Manifest Rewrite(string group, string words)
    {
        var rest = Text.Split('\n').SkipWhile(line => line.StartsWith("# ", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(Root(), group, $"{Name}.yaml"), $"# {words}\n{string.Join('\n', rest)}");
        return Read(group, Name);
    }

    /// <summary>Its place in a namespace.</summary>
    public string PathIn(string space) => $"/apis/aigateway.dev/v1alpha1/namespaces/{space}/{Plural}/{Name}";

    /// <summary>Server-side apply of the file as it stands.</summary>
    internal Task<KubeAnswer> ApplyAsync(ApiServerFixture server, string space, CancellationToken cancellationToken) => server.Transport.SendAsync(
        new()
        {
            Method = HttpMethod.Patch,
            Path = $"{PathIn(space)}?fieldManager={InstalledCrds.Manager}&force=true",
            Body = Encoding.UTF8.GetBytes(Text),
            ContentType = "application/apply-patch+yaml",
        },
        cancellationToken);

    private string Plural => Kind switch
    {
        "ProviderCredential" => "providercredentials",
        "ModelRoute" => "modelroutes",
        "AgentPolicy" => "agentpolicies",
        "McpServer" => "mcpservers",
        "Guardrail" => "guardrails",
        "Budget" => "budgets",
        "ApprovalRequest" => "approvalrequests",
        _ => throw new InvalidOperationException($"{Name} is of no kind of ours"),
    };
}
