using System.Text.Json;
using AiGateway.Rig;

namespace AiGateway.Sdk.Tests.Line;

/// <summary>Plays one scenario of node/scenarios.mjs with the official client from npm, in a process that knows only base URL and placeholder key.</summary>
internal static class NodeClient
{
    /// <summary>For one scenario, and for a client at everything; a hang alone takes so long.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5), MatrixBound = TimeSpan.FromMinutes(15);
    private static readonly string Folder = Path.Combine(Checkout.Root, "test/Sdk.Tests/node");

    public static async Task<NodeResult> RunAsync(SidecarLine line, string scenario)
    {
        await using var node = await StartAsync(line, scenario);
        var exit = await node.EndAsync(Bound);
        Assert.True(exit == 0, node.Told);
        return JsonSerializer.Deserialize(node.Output.Last(), NodeJsonContext.Default.NodeResult)!;
    }

    /// <summary>Starts it and lets it run; the caller ends it.</summary>
    public static async Task<ChildProcess> StartAsync(SidecarLine line, string scenario)
    {
        await InstallAsync();
        return ChildProcess.Start(new Dictionary<string, string>
        {
            ["OPENAI_BASE_URL"] = line.BaseUrl,
            ["OPENAI_API_KEY"] = "aigateway-placeholder",
        }, "node", Path.Combine(Folder, "scenarios.mjs"), scenario);
    }

    /// <summary>Plays every case with one client against these providers; the lines that it printed.</summary>
    public static async Task<string[]> PlayAsync(SidecarLine line, string client, IEnumerable<string> providers)
    {
        await InstallAsync();
        await using var node = ChildProcess.Start(new Dictionary<string, string>
        {
            ["MATRIX_BASE"] = $$"""{"key":"aigateway-placeholder","openai":"{{line.Root}}/openai/v1","anthropic":"{{line.Root}}/anthropic","gemini":"{{line.Root}}/gemini","bedrock":"{{line.Root}}/bedrock"}""",
            ["NODE_NO_WARNINGS"] = "1",
        }, "node", [Path.Combine(Folder, "matrix.mjs"), client, .. providers]);
        Assert.True(await node.EndAsync(MatrixBound) == 0, node.Told);
        return [.. node.Output];
    }

    /// <summary>Plays a program of node/mcp with one client; the lines that it printed.</summary>
    public static async Task<string[]> PlayToolsAsync(string program, string client, string told)
    {
        await InstallAsync();
        await using var node = ChildProcess.Start(new Dictionary<string, string> { ["NODE_NO_WARNINGS"] = "1" }, "node", Path.Combine(Folder, program), client, told);
        Assert.True(await node.EndAsync(MatrixBound) == 0, node.Told);
        return [.. node.Output];
    }

    public static async Task InstallAsync()
    {
        Assert.SkipUnless(NodeModules.CanInstall, "SKIPPED: node and npm are not installed, so the official client from npm was not tried.");
        await NodeModules.InstallAsync(Folder);
    }
}
