using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>The fake tool server's pod, and the McpServer of the team that may use it; asked and changed through the API server, as its owner would.</summary>
internal sealed class ToolServer(Kubectl kubectl, Team team)
{
    public const string Host = "fake-mcp-server.provider.svc.cluster.local";

    /// <summary>The name of the McpServer in the team's namespace.</summary>
    public const string Name = "shop";

    private const string Admin = "/api/v1/namespaces/provider/services/http:fake-mcp-server:admin/proxy";

    /// <summary>What the server wants of every caller; random, so that a find of it is a find.</summary>
    public string Token { get; } = "tok-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>A new token makes a new pod, whose definitions nobody has changed yet.</summary>
    public async Task StartAsync()
    {
        await kubectl.ApplyAsync(Manifest.Read("tool-server", ("TOKEN", Token)));
        await kubectl.RunAsync("--namespace=provider", "rollout", "status", "deployment/fake-mcp-server", Until.Patience);
        Progress.Say("the fake tool server is ready");
    }

    /// <summary>The McpServer and its policy, before the team's agents: what their environment says of it is so from the start.</summary>
    public async Task ApplyAsync(string certificate)
    {
        await kubectl.ApplyAsync(Manifest.Read("tools", ("TEAM", team.Name), ("TOKEN", Token), ("CERTIFICATE", certificate)));
        await kubectl.RunAsync("--namespace", team.Name, "wait", "--for=condition=Accepted", $"mcpserver/{Name}", Until.Patience);
    }

    /// <summary>The Authorization of each call of a tool that arrived.</summary>
    public async Task<ImmutableArray<string>> CallersAsync(string tool)
    {
        var document = JsonNode.Parse(await kubectl.RunAsync("get", "--raw", Admin + "/_seen"))!;
        return [.. document["requests"]!.AsArray()
            .Where(request => (string?)request!["method"] == "tools/call" && (string?)request["subject"] == tool)
            .Select(request => (string?)request!["headers"]!["authorization"] ?? "")];
    }

    /// <summary>Replaces what the server says that a tool does.</summary>
    public Task DescribeAsync(string tool, string description) =>
        (kubectl.Command("replace", "--raw", $"{Admin}/_tools/{tool}", "--filename=-") with { Input = new JsonObject { ["description"] = description }.ToJsonString() }).RunAsync();

    /// <summary>The McpServer's status.</summary>
    public async Task<JsonNode> StatusAsync() =>
        (await kubectl.JsonAsync("--namespace", team.Name, "get", "mcpserver", Name))["status"] ?? new JsonObject();

    /// <summary>What status.unapproved tells to add.</summary>
    public async Task<ImmutableArray<string>> UnapprovedAsync() =>
        [.. (await StatusAsync())["unapproved"]?.AsArray().Select(line => (string)line!) ?? []];

    /// <summary>Replaces the approvals.</summary>
    public Task ApproveAsync(params IEnumerable<string> lines) => kubectl.PatchAsync(team.Name, $"mcpserver/{Name}",
        new JsonObject { ["spec"] = new JsonObject { ["approvedTools"] = new JsonArray([.. lines.Select(line => JsonValue.Create(line))]) } }.ToJsonString());

    /// <summary>What is approved now.</summary>
    public async Task<ImmutableArray<string>> ApprovedAsync() =>
        [.. (await kubectl.JsonAsync("--namespace", team.Name, "get", "mcpserver", Name))["spec"]!["approvedTools"]?.AsArray().Select(line => (string)line!) ?? []];

    /// <summary>What <c>kubectl get mcpservers</c> prints, each value at the place of its column.</summary>
    public async Task<ImmutableDictionary<string, string>> PrintedAsync()
    {
        var table = (await kubectl.RunAsync("--namespace", team.Name, "get", "mcpservers")).Split('\n');
        var heads = table[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return heads.ToImmutableDictionary(head => head, head => Cell(table[1], table[0].IndexOf(head, StringComparison.Ordinal)));
    }

    private static string Cell(string row, int start) => start >= row.Length ? "" : row[start..].Split(' ')[0];
}
