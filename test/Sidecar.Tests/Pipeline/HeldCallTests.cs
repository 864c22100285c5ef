using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>An agent that is held: what it has open ends, what it begins is refused, and both say who holds it and why, whatever its policies' mode is.</summary>
public sealed class HeldCallTests
{
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";

    private static readonly PolicyRule s_audit = Given.Policy("try", "*") with { Mode = PolicyMode.Audit };

    [Theory]
    [InlineData(Quarantine.None, "agent_suspended", "suspended")]
    [InlineData(Quarantine.NoModels, "agent_quarantined", "quarantine: NoModels")]
    [InlineData(Quarantine.All, "agent_quarantined", "quarantine: All")]
    public async Task Stream_HeldMeanwhile_IsCutAndTheNextIsRefused(Quarantine quarantine, string reason, string rule)
    {
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, """{"choices":[{"delta":{"content":"a"}}]}""");
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        });
        var open = Given.Snapshot([s_audit], Given.Route(["fast"], Given.Target(provider.BaseUrl)));
        await using var house = await SidecarHouse.OpenAsync(open);
        using var answer = await house.ChatAsync("""{"model":"fast","stream":true,"messages":[]}""");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();

        house.Snapshots.Swap(open.Held(quarantine == Quarantine.None ? GivenHolds.Suspended : GivenHolds.In(quarantine), s_audit));

        Assert.Contains(reason, await reader.ReadToEndAsync().WithinBoundAsync(), StringComparison.Ordinal);
        using var next = await house.ChatAsync("""{"model":"fast","messages":[]}""");
        Assert.Equal(403, (int)next.StatusCode);
        Assert.Contains("Agent shop/deployment-a", await next.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await house.WhenQuietAsync();
        foreach (var line in await house.Records.LinesAsync(2))
        {
            var record = JsonDocument.Parse(line).RootElement;
            Assert.Equal(("denied", reason, rule, ""), (Text(record, "decision"), Text(record, "reason"), Text(record, "rule"), Text(record, "policy")));
            Assert.Equal(("Agent shop/deployment-a", quarantine.ToString()), (Text(record.GetProperty("held"), "by"), Text(record.GetProperty("held"), "quarantine")));
            Assert.Equal(quarantine == Quarantine.None, record.GetProperty("held").TryGetProperty("because", out var because) && because.GetString() == "incident 42");
        }
    }

    [Theory]
    [InlineData(Quarantine.NoTools, true)]
    [InlineData(Quarantine.All, false)]
    public async Task WebSocket_HeldMeanwhile_IsCutWhereItsModelIsClosed(Quarantine quarantine, bool goesOn)
    {
        await using var provider = await RealtimeUpstream.StartAsync();
        var open = Given.Snapshot([s_audit], Given.Route(["gpt-realtime"], Given.Target(provider.BaseUrl)));
        await using var house = await SidecarHouse.OpenAsync(open);
        using var agent = new ClientWebSocket();
        await agent.ConnectAsync(new($"ws://127.0.0.1:{house.Port}/openai/v1/realtime?model=gpt-realtime"), CancellationToken.None);

        house.Snapshots.Swap(open.Held(GivenHolds.In(quarantine), s_audit));

        if (goesOn)
        {
            await agent.SendAsync(Encoding.UTF8.GetBytes("""{"type":"session.update","session":{}}"""), WebSocketMessageType.Text, true, CancellationToken.None);
            Assert.Equal(WebSocketMessageType.Text, (await agent.ReceiveAsync(new byte[4096], CancellationToken.None)).MessageType);
            return;
        }

        using var bound = new CancellationTokenSource(Eventually.Bound);
        var ended = await Record.ExceptionAsync(async () => Assert.Equal(WebSocketMessageType.Close, (await agent.ReceiveAsync(new byte[4096], bound.Token)).MessageType));
        Assert.True(ended is null or WebSocketException, $"{ended}");
        Assert.Equal("agent_quarantined", Text(await house.Records.SingleAsync(), "reason"));
    }

    [Theory]
    [InlineData(Quarantine.None, "read,write", 2)]
    [InlineData(Quarantine.ListedToolsOnly, "read", 1)]
    [InlineData(Quarantine.NoTools, "", 0)]
    [InlineData(Quarantine.NoModels, "read,write", 2)]
    public async Task Mcp_Held_ListsAndCallsWhatIsLeft(Quarantine quarantine, string listed, int passed)
    {
        await using var server = await Upstream.StartAsync(http => Upstream.JsonAsync(http, """{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"read","inputSchema":{}},{"name":"write","inputSchema":{}}],"content":[]}}"""));
        var policy = GivenTools.Policy("try", GivenTools.Allow("read", "write") with { QuarantineTools = ["read"] });
        await using var house = await SidecarHouse.OpenAsync(GivenTools.Snapshot([policy], GivenTools.ToolServer(GivenTools.Server, server.BaseUrl)).Held(GivenHolds.In(quarantine), policy));

        var list = await PostAsync(house, List);
        var (read, write) = (await PostAsync(house, Call("read")), await PostAsync(house, Call("write")));

        Assert.Equal(listed, list.TryGetProperty("result", out var result) ? string.Join(',', result.GetProperty("tools").EnumerateArray().Select(tool => Text(tool, "name"))) : "");
        Assert.Equal(passed, new[] { read, write }.Count(answer => !answer.GetProperty("result").TryGetProperty("isError", out _)));
        if (passed < 2) Assert.Contains("in quarantine", write.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(passed + (listed.Length > 0 ? 1 : 0), server.Calls.Count);
    }

    private static string Call(string tool) => $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":{},"name":"{{{tool}}}"} }""";

    private static async Task<JsonElement> PostAsync(SidecarHouse house, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/mcp/{GivenTools.Server}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2025-06-18");
        using var answer = await house.Agent.SendAsync(request);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
