using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Fakes.Mcp;
using AiGateway.Rig;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Calls of a tool server that speaks every revision, through the whole call path.</summary>
public sealed class McpCallTests : IAsyncLifetime
{
    private const string Legacy = "2025-11-25";
    private const string Modern = "2026-07-28";

    private FakeMcpServer _server = null!;
    private SidecarHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeMcpServer.StartAsync();
        _house = await SidecarHouse.OpenAsync(Rules());
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Legacy_ASessionsWholeLife()
    {
        var session = await OpenSessionAsync("{}");
        using var called = await PostAsync(Call("add", """{"a":2,"b":3}"""), session);
        using var ended = await SendAsync(new(HttpMethod.Delete, "/mcp/tools"), session);
        using var late = await PostAsync(Call("add", """{"a":2,"b":3}"""), session);

        Assert.Equal(5, (await ResultAsync(called)).GetProperty("structuredContent").GetProperty("sum").GetInt32());
        Assert.Equal((200, 404), ((int)ended.StatusCode, (int)late.StatusCode));
        Assert.Equal("Session not found", (await JsonAsync(late)).GetProperty("error").GetProperty("message").GetString());
        await _house.WhenQuietAsync();
    }

    [Fact]
    public async Task Modern_ACall()
    {
        using var answer = await PostModernAsync(Call("add", """{"a":2,"b":3}""", Meta), "add");

        Assert.Equal(5, (await ResultAsync(answer)).GetProperty("structuredContent").GetProperty("sum").GetInt32());
        var record = await _house.Records.SingleAsync();
        Assert.Equal(("mcp", "allowed", "completed", 200),
            (record.GetProperty("dialect").GetString(), record.GetProperty("decision").GetString(), record.GetProperty("ended").GetString(), record.GetProperty("http.response.status_code").GetInt32()));
        await _house.WhenQuietAsync();
    }

    [Theory]
    [InlineData("test_sampling", "sampling/createMessage", """{"role":"assistant","model":"m","content":{"type":"text","text":"blue"}}""", "LLM response: blue")]
    [InlineData("list_roots", "roots/list", """{"roots":[]}""", "Roots: []")]
    public async Task Legacy_ServerAsks_TheAgentsAnswerReachesIt(string tool, string method, string answer, string text)
    {
        var session = await OpenSessionAsync("""{"sampling":{},"roots":{}}""");
        using var called = await PostAsync(Call(tool, """{"prompt":"which colour?"}"""), session);
        await using var messages = MessagesAsync(called).GetAsyncEnumerator();
        var asked = await NextAsync(messages, "method");
        Assert.Equal(method, asked.GetProperty("method").GetString());

        using var accepted = await PostAsync($"{{\"jsonrpc\":\"2.0\",\"id\":{asked.GetProperty("id").GetRawText()},\"result\":{answer}}}", session);

        Assert.Equal(202, (int)accepted.StatusCode);
        Assert.Equal(text, (await NextAsync(messages, "result")).GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Legacy_ServerAsksWhatItMayNot_IsToldSoByTheGateway()
    {
        _house.Snapshots.Swap(Rules(rule => rule with { Sampling = null }));
        _server.Script.AsksUndeclared = true;
        var session = await OpenSessionAsync("""{"sampling":{},"roots":{}}""");

        using var called = await PostAsync(Call("test_sampling", """{"prompt":"which colour?"}"""), session);
        var seen = await called.Content.ReadAsStringAsync();

        Assert.DoesNotContain("sampling/createMessage", seen);
        Assert.Contains("\"id\":1", seen);
        Assert.DoesNotContain("sampling", Encoding.UTF8.GetString(_server.Seen.All.First().Body));
        await Eventually.HoldsAsync(() => _server.Seen.All.Any(request => request.Method is null && request.HttpMethod == "POST" && Encoding.UTF8.GetString(request.Body).Contains("\"error\"", StringComparison.Ordinal)), "the gateway answers");
        await _house.WhenQuietAsync();
    }

    [Fact]
    public async Task Legacy_StreamThatBreaksOff_IsTakenUpAgain()
    {
        var session = await OpenSessionAsync("{}");
        using var called = await PostAsync(Call("test_reconnection", "{}"), session);
        var first = await called.Content.ReadAsStringAsync();
        Assert.DoesNotContain("\"result\"", first);
        var last = first.Split('\n').Last(line => line.StartsWith("id: ", StringComparison.Ordinal))["id: ".Length..];

        using var resumed = await SendAsync(new(HttpMethod.Get, "/mcp/tools") { Headers = { { "Last-Event-ID", last } } }, session);
        await using var messages = MessagesAsync(resumed).GetAsyncEnumerator();

        Assert.Contains("Reconnection test completed", (await NextAsync(messages, "result")).GetRawText());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Legacy_AgentSuspendedMeanwhile_AnOpenStreamEnds(bool listens)
    {
        var session = await OpenSessionAsync("{}");
        using var open = listens
            ? await SendAsync(new(HttpMethod.Get, "/mcp/tools"), session)
            : await PostAsync(Call("slow", """{"seconds":60}""", "\"_meta\":{\"progressToken\":\"t\"}"), session);
        _house.Snapshots.Swap(Rules(suspended: true));

        var text = await open.Content.ReadAsStringAsync().WithinBoundAsync();

        Assert.Equal(listens, !text.Contains("agent_suspended", StringComparison.Ordinal));
        if (!listens) await Eventually.HoldsAsync(() => _server.Seen.Of("notifications/cancelled").Count == 1, "the server is told");
        await _house.WhenQuietAsync();
    }

    [Fact]
    public async Task Sse_ACall_ItsAnswerComesOnTheStream()
    {
        _house.Snapshots.Swap(Rules(transport: McpTransport.Sse, url: _server.SseUrl));
        using var fallBack = await PostAsync(Call("add", "{}"), null);
        Assert.Equal(405, (int)fallBack.StatusCode);
        Assert.Equal("method_not_allowed", (await JsonAsync(fallBack)).GetProperty("error").GetProperty("data").GetProperty("reason").GetString());

        using var stream = await SendAsync(new(HttpMethod.Get, "/mcp/tools"), null);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        var endpoint = "";
        while (!endpoint.StartsWith("data: ", StringComparison.Ordinal)) endpoint = (await reader.ReadLineAsync())!;
        endpoint = endpoint["data: ".Length..];
        using var accepted = await SendAsync(Post(Initialize("{}", "2024-11-05"), endpoint), null);
        using var called = await SendAsync(Post(Call("add", """{"a":2,"b":3}""").Replace("\"id\":1", "\"id\":2", StringComparison.Ordinal), endpoint), null);
        using var denied = await SendAsync(Post(Call("delete_order", "{}"), endpoint), null);

        Assert.Equal((202, 202, 403), ((int)accepted.StatusCode, (int)called.StatusCode, (int)denied.StatusCode));
        string? line;
        do line = await reader.ReadLineAsync().WithinBoundAsync();
        while (line?.Contains("\"sum\":5", StringComparison.Ordinal) == false);
        Assert.NotNull(line);
    }

    private const string Meta = $"\"_meta\":{{\"io.modelcontextprotocol/protocolVersion\":\"{Modern}\",\"io.modelcontextprotocol/clientCapabilities\":{{}}}}";

    private Snapshot Rules(Func<McpRule, McpRule>? vary = null, bool suspended = false, McpTransport transport = McpTransport.Auto, Uri? url = null)
    {
        var rule = new McpRule { Server = "tools", AllowTools = ["*"], DenyTools = ["delete_order"], Sampling = true, Roots = true };
        var policy = Given.Policy("base") with { Mcp = [vary?.Invoke(rule) ?? rule], Suspended = suspended };
        var server = new ToolServer { Name = "tools", Route = McpHouse.Server(url ?? _server.Url).Route, Transport = transport };
        return McpHouse.SnapshotOf(server, policy);
    }

    private static string Call(string tool, string arguments, string? more = null) =>
        $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"{tool}\",\"arguments\":{arguments}{(more is null ? "" : "," + more)}}}}}";

    private static string Initialize(string capabilities, string version) =>
        $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{{\"protocolVersion\":\"{version}\",\"capabilities\":{capabilities},\"clientInfo\":{{\"name\":\"t\",\"version\":\"1\"}}}}}}";

    private static HttpRequestMessage Post(string json, string path = "/mcp/tools") => new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private async Task<string> OpenSessionAsync(string capabilities)
    {
        using var answer = await SendAsync(Post(Initialize(capabilities, Legacy)), null, version: null);
        Assert.Equal(Legacy, (await ResultAsync(answer)).GetProperty("protocolVersion").GetString());
        var session = answer.Headers.GetValues("Mcp-Session-Id").Single();
        using var ready = await PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", session);
        Assert.Equal(202, (int)ready.StatusCode);
        return session;
    }

    private Task<HttpResponseMessage> PostAsync(string json, string? session) => SendAsync(Post(json), session);

    private Task<HttpResponseMessage> PostModernAsync(string json, string tool)
    {
        var request = Post(json);
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", tool);
        return SendAsync(request, null, Modern);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? session, string? version = Legacy)
    {
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        if (session is not null) request.Headers.Add("Mcp-Session-Id", session);
        if (version is not null && (session is not null || version == Modern)) request.Headers.Add("MCP-Protocol-Version", version);
        return _house.Agent.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    private static async Task<JsonElement> ResultAsync(HttpResponseMessage answer)
    {
        await using var messages = MessagesAsync(answer).GetAsyncEnumerator();
        return (await NextAsync(messages, "result")).GetProperty("result");
    }

    /// <summary>The messages of an answer, be it one or a stream.</summary>
    private static async IAsyncEnumerable<JsonElement> MessagesAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType == "application/json")
        {
            yield return await JsonAsync(answer);
            yield break;
        }

        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync().WithinBoundAsync() is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal)) yield return JsonDocument.Parse(line["data: ".Length..]).RootElement;
        }
    }

    /// <summary>The next message that has this member.</summary>
    private static async Task<JsonElement> NextAsync(IAsyncEnumerator<JsonElement> messages, string member)
    {
        while (await messages.MoveNextAsync())
        {
            if (messages.Current.TryGetProperty(member, out _)) return messages.Current;
        }

        Assert.Fail($"no message with {member} came");
        return default;
    }
}
