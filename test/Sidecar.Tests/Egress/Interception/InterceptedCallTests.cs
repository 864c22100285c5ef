using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Interception;

/// <summary>Calls of hosts that clients have built in, from the handshake to the audit.</summary>
public sealed class InterceptedCallTests
{
    private const string OpenAi = "api.openai.com";
    private const string Answer = """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""";

    public static TheoryData<string> Versions => ["1.1", "2.0"];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Call_AllowedModel_IsSentWithTheRealKeyAndAuditedAsIntercepted(string version)
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await InterceptedHouse.OpenAsync(OpenAi, Given.Fast(Given.Target(provider.BaseUrl)));

        using var answer = await house.SendAsync(InterceptedHouse.Chat("https://api.openai.com/v1/chat/completions"), Version.Parse(version));

        Assert.Equal((HttpStatusCode.OK, Version.Parse(version)), (answer.StatusCode, answer.Version));
        Assert.Equal(Answer, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"Bearer {Given.Key}", provider.Call.Headers["Authorization"]);
        Assert.DoesNotContain(provider.Call.Headers.Values, value => value.Contains("sk-of-the-agent", StringComparison.Ordinal));
        var record = await house.Records.SingleAsync();
        Assert.Equal(("intercepted", OpenAi, "allowed"), (Text(record, "via"), Text(record, "server.address"), Text(record, "decision")));
        Assert.Equal(("openai", "fast", 3), (Text(record, "dialect"), Text(record, "gen_ai.request.model"), record.GetProperty("usage").GetProperty("gen_ai.usage.input_tokens").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Call_Stream_ComesAsItIsMade(string version)
    {
        var read = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, "first");
            await read.Task;
            await Upstream.EventAsync(http, "second");
        });
        await using var house = await InterceptedHouse.OpenAsync(OpenAi, Given.Fast(Given.Target(provider.BaseUrl)));
        using var answer = await house.SendAsync(InterceptedHouse.Chat("https://api.openai.com/v1/chat/completions", stream: true), Version.Parse(version));
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        Assert.Equal("data: first", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        read.SetResult();

        Assert.Equal("\ndata: second\n\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("api.openai.com", "/v1/chat/completions", """{"error":{"message":""")]
    [InlineData("api.anthropic.com", "/v1/messages", """{"type":"error","error":{"type":"permission_error",""")]
    [InlineData("team.openai.azure.com", "/openai/deployments/denied/chat/completions?api-version=2024-10-21", """{"error":{"message":""")]
    [InlineData("generativelanguage.googleapis.com", "/v1beta/models/denied:generateContent", """{"error":{"code":403,"message":""")]
    [InlineData("bedrock-runtime.eu-west-1.amazonaws.com", "/model/denied/converse", """{"message":""")]
    public async Task Call_DeniedModel_IsRefusedInTheHostsDialect(string host, string path, string begin)
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await InterceptedHouse.OpenAsync(host, Given.Fast(Given.Target(provider.BaseUrl)));
        var request = InterceptedHouse.Chat($"https://{host}{path}", "denied");
        request.Content = new StringContent(BodyOf(host), Encoding.UTF8, "application/json");

        using var answer = await house.SendAsync(request, HttpVersion.Version11);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.StartsWith(begin, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
        Assert.Equal("model_not_allowed", Text(await house.Records.SingleAsync(), "reason"));
    }

    /// <summary>What an agent's own client signs or names itself with, for each dialect.</summary>
    [Theory]
    [InlineData("api.anthropic.com", "/v1/messages", "x-api-key")]
    [InlineData("team.openai.azure.com", "/openai/deployments/fast/chat/completions?api-version=2024-10-21", "api-key")]
    [InlineData("generativelanguage.googleapis.com", "/v1beta/models/fast:generateContent?key=sk-of-the-agent", "x-goog-api-key")]
    [InlineData("bedrock-runtime.eu-west-1.amazonaws.com", "/model/fast/converse", "x-amz-security-token")]
    public async Task Call_KeysOfTheAgent_StayHere(string host, string path, string header)
    {
        await using var provider = await Upstream.OfJsonAsync("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""");
        await using var house = await InterceptedHouse.OpenAsync(host, Given.Fast(Given.Target(provider.BaseUrl)));
        var request = InterceptedHouse.Chat($"https://{host}{path}");
        request.Content = new StringContent(BodyOf(host, "fast"), Encoding.UTF8, "application/json");
        foreach (var name in new[] { header, "Cookie", "OpenAI-Organization", "x-amz-date", "x-forwarded-for" }) request.Headers.TryAddWithoutValidation(name, "sk-of-the-agent");

        using var answer = await house.SendAsync(request, HttpVersion.Version20);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"Bearer {Given.Key}", provider.Call.Headers["Authorization"]);
        Assert.DoesNotContain("sk-of-the-agent", string.Join('\n', provider.Call.Headers.Values.Append(provider.Call.Query).Append(provider.Call.Text)), StringComparison.Ordinal);
    }

    /// <summary>A client may reuse a connection for another host that its certificate covers, or say anything in a Host: both name a host that was not judged.</summary>
    [Theory]
    [InlineData("1.1", "api.openai.com", """{"error":{"message":""")]
    [InlineData("2.0", "api.openai.com", """{"error":{"message":""")]
    [InlineData("2.0", "api.anthropic.com", """{"type":"error","error":{""")]
    public async Task Call_AnotherHostOnTheConnection_IsMisdirected(string version, string judged, string begin)
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await InterceptedHouse.OpenAsync(judged, Given.Fast(Given.Target(provider.BaseUrl)));

        using var answer = await house.SendAsync(InterceptedHouse.Chat("https://api.mistral.ai/v1/chat/completions"), Version.Parse(version));

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.StartsWith(begin, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
        var record = await house.Records.SingleAsync();
        Assert.Equal(("refused", "wrong_host", judged, 421), (Text(record, "decision"), Text(record, "reason"), Text(record, "server.address"), record.GetProperty("http.response.status_code").GetInt32()));
    }

    [Theory]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: api.openai.com\r\nHost: api.openai.com\r\n\r\n", "400")]
    [InlineData("GET /v1/models HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET https://api.mistral.ai/v1/models HTTP/1.1\r\nHost: api.openai.com\r\nConnection: close\r\n\r\n", "400")]
    [InlineData("GET https://api.openai.com/v1/models HTTP/1.1\r\nHost: api.openai.com\r\n\r\n", "404")]
    [InlineData("GET /mcp HTTP/1.1\r\nHost: api.openai.com\r\n\r\n", "404")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: api.openai.com\r\n\r\n", "404")]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1:15080\r\n\r\n", "421")]
    [InlineData("GET /v1/models HTTP/1.0\r\n\r\n", "421")]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: API.openai.com:443\r\nConnection: close\r\n\r\n", "200")]
    public async Task Call_RawRequest_IsAnsweredBy(string request, string status)
    {
        await using var house = await InterceptedHouse.OpenAsync(OpenAi, Given.Fast(Given.Target(new("http://127.0.0.1:9/v1"))));

        Assert.Equal(status, (await house.TellAsync(request)).Split(' ')[1]);
    }

    [Fact]
    public async Task Call_NoRulesYet_IsNotReadyInTheHostsDialect()
    {
        await using var house = await InterceptedHouse.OpenAsync("api.anthropic.com", null);

        using var answer = await house.SendAsync(InterceptedHouse.Chat("https://api.anthropic.com/v1/messages"), HttpVersion.Version20);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("overloaded_error", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_TooManyHeaders_IsRefused()
    {
        await using var house = await InterceptedHouse.OpenAsync(OpenAi, null);
        var request = new HttpRequestMessage(HttpMethod.Get, "https://api.openai.com/v1/models");
        for (var n = 0; n < 99; n++) request.Headers.Add($"h{n}", "1");
        request.Headers.Add("one-more", "1");

        using var answer = await house.SendAsync(request, HttpVersion.Version11);

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Call_ToolServersHost_ReachesTheServerAndNothingBesideIt()
    {
        await using var server = await Upstream.OfJsonAsync("""{"jsonrpc":"2.0","id":1,"result":{"tools":[]}}""");
        var target = Given.Target(new("https://mcp.example.com/mcp"), provider: "tools", dialect: Dialects.Mcp);
        using var sender = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var redirecting = new HttpMessageInvoker(new ElsewhereHandler(sender, server.BaseUrl));
        var policy = Given.Policy("base") with { Mcp = [new McpRule { Server = "tools", AllowTools = ["*"] }] };
        await using var house = await InterceptedHouse.OpenAsync("mcp.example.com", McpHouse.SnapshotOf(McpHouse.Server(target.Provider.BaseUrl, old => WithHttp(old.Provider, redirecting)), policy));

        using var listed = await AskAsync(house, "https://mcp.example.com/mcp");
        using var beside = await AskAsync(house, "https://mcp.example.com/mcp/tools");

        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":{"tools":[]}}""", await listed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, beside.StatusCode);
        Assert.Contains("no_such_path", await beside.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("/mcp", server.Call.Path);
        Assert.Equal(["intercepted", "intercepted"], (await house.Records.LinesAsync(2)).Select(line => Text(JsonDocument.Parse(line).RootElement, "via")));
    }

    private static Task<HttpResponseMessage> AskAsync(InterceptedHouse house, string url)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", McpHouse.Legacy);
        return house.SendAsync(request, HttpVersion.Version20);
    }

    private static Provider WithHttp(Provider old, HttpMessageInvoker http) => new()
    {
        Name = old.Name,
        Kind = old.Kind,
        Dialect = old.Dialect,
        BaseUrl = old.BaseUrl,
        KeyHeader = old.KeyHeader,
        KeyValue = old.KeyValue,
        Http = http,
    };

    private static string BodyOf(string host, string model = "denied") => host.StartsWith("bedrock", StringComparison.Ordinal) || host.StartsWith("generative", StringComparison.Ordinal)
        ? host.StartsWith("bedrock", StringComparison.Ordinal)
            ? """{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}"""
            : """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"""
        : $$"""{"model":"{{model}}","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""";

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.GetString() : null;
}
