using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp;
using AiGateway.Fakes.Mcp.Scripts;
using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>The fixture and server-everything, in both transports, and an agent's real sidecar that lets everything pass.</summary>
public sealed class ToolLine : IAsyncLifetime
{
    private EverythingServer _everything = null!;
    private EverythingServer _everythingSse = null!;
    private FakeMcpServer _fake = null!;
    private RealLine _line = null!;

    /// <summary>Every client at every server that it has a transport for.</summary>
    internal IReadOnlyList<ToolLeg> Legs =>
    [
        Fake("ts-v1"), Everything("ts-v1"), FakeSse("ts-v1"), EverythingSse("ts-v1"),
        Fake("ts-v2") with { Era = "modern" }, Everything("ts-v2"), Fake("ts-v2, legacy") with { Mode = "legacy" },
        Fake("dotnet") with { Era = "modern" }, Everything("dotnet"), FakeSse("dotnet"), EverythingSse("dotnet"),
        Fake("dotnet, 2025-11-25") with { Revision = "2025-11-25" },
    ];

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        await NodeClient.InstallAsync();
        _everything = await EverythingServer.StartAsync("streamableHttp", "/mcp");
        _everythingSse = await EverythingServer.StartAsync("sse", "/sse");
        _fake = await FakeMcpServer.StartAsync(new() { Remember = 2000 });
        _fake.Tools.Add(new() { ["name"] = "echo", ["description"] = "Says its arguments back." });
        _fake.Tools.Add(new() { ["name"] = "large", ["description"] = "Says much." });
        var text = new JsonObject { ["type"] = "text", ["text"] = new string('x', 1 << 20) };
        _fake.Script.Answer("large", new ScriptedAnswer { Result = new() { ["content"] = new JsonArray(text) } });
        _line = await RealLine.StartAsync(("tools", "agent"), Write);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_line is not null) await _line.DisposeAsync();
        if (_fake is not null) await _fake.DisposeAsync();
        if (_everything is not null) await _everything.DisposeAsync();
        if (_everythingSse is not null) await _everythingSse.DisposeAsync();
    }

    private ToolLeg Fake(string client) => new(client, "fixture", "fake") { Resource = "fake", Direct = $"{_fake.Url}", Through = Path("fake"), Admin = Admin, Fake = _fake };

    private ToolLeg FakeSse(string client) => Fake(client) with { Name = "fixture, SSE", Transport = "sse", Resource = "fake-sse", Direct = $"{_fake.SseUrl}", Through = Path("fake-sse") };

    private ToolLeg Everything(string client) => new(client, "everything", "everything") { Resource = "everything", Direct = _everything.Url, Through = Path("everything") };

    private ToolLeg EverythingSse(string client) =>
        Everything(client) with { Name = "everything, SSE", Transport = "sse", Resource = "everything-sse", Direct = _everythingSse.Url, Through = Path("everything-sse") };

    private string Admin => _fake.AdminUrl.GetLeftPart(UriPartial.Authority);

    private string Path(string server) => $"{_line.Root}/mcp/{server}";

    private void Write(string folder)
    {
        File.WriteAllText(System.IO.Path.Combine(folder, "agent.yaml"), ToolManifests.Agent);
        File.WriteAllText(System.IO.Path.Combine(folder, "servers.yaml"), string.Concat(
            ToolManifests.Server("fake", $"{_fake.Url}"),
            ToolManifests.Server("everything", _everything.Url, "protocol: streamableHttp"),
            ToolManifests.Server("fake-sse", $"{_fake.SseUrl}", "protocol: sse"),
            ToolManifests.Server("everything-sse", _everythingSse.Url, "protocol: sse")));
        File.WriteAllText(System.IO.Path.Combine(folder, "policy.yaml"), ToolManifests.Policy(Open));
    }

    private const string Open = """
            - server: "*"
              tools: { allow: ["*"] }
              resources: { allow: ["*"] }
              prompts: { allow: ["*"] }
              sampling: Allow
              elicitation: Allow
              roots: Allow
        """;
}
