using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Mcp;

/// <summary>The HTTP+SSE transport of MCP 2024-11-05: a stream that says where to post.</summary>
public sealed class SseTransportTests
{
    private const string Asked = """{"jsonrpc":"2.0","id":7,"method":"ping"}""";

    [Theory]
    [InlineData(McpTransport.Auto, "/messages?sessionId=1#part", "/messages", "?sessionId=1")]
    [InlineData(McpTransport.Sse, "messages", "/messages", "")]
    public async Task Endpoint_OfTheServersOwn_IsPostedToThroughTheGateway(McpTransport transport, string named, string path, string query)
    {
        var done = new TaskCompletionSource();
        await using var server = await OpenAsync($"event: endpoint\ndata: {named}\n\n", done.Task);
        await using var house = await McpHouse.OpenAsync(Over(transport, server.BaseUrl));

        using var stream = await house.GetAsync();
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        Assert.Equal("event: endpoint", await reader.ReadLineAsync());
        var endpoint = (await reader.ReadLineAsync())!["data: ".Length..];
        Assert.Matches("^/mcp/tools[?]endpoint=[0-9a-f]{32}$", endpoint);
        using var posted = await house.PostAsync(McpHouse.Call(), vary: request => request.RequestUri = new(endpoint, UriKind.Relative));

        Assert.Equal((202, ""), ((int)posted.StatusCode, await posted.Content.ReadAsStringAsync()));
        var call = server.Calls.Last();
        Assert.Equal(("POST", path, query, McpHouse.Call(), "Bearer " + Given.Key), (call.Method, call.Path, call.Query, call.Text, call.Headers["Authorization"]));

        done.SetResult();
        await reader.ReadToEndAsync();
        await house.WhenQuietAsync();
        using var late = await house.PostAsync(McpHouse.Call(), vary: request => request.RequestUri = new(endpoint, UriKind.Relative));
        Assert.Equal(404, (int)late.StatusCode);
        Assert.Contains("open a new one with GET", await late.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("https://evil.example/messages")]
    [InlineData("//evil.example/messages")]
    [InlineData("http://127.0.0.1:1/messages")]
    [InlineData("http://user@127.0.0.1:{port}/messages")]
    [InlineData("\\\\\\\\evil.example\\\\messages")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    [InlineData("/mess ages")]
    public async Task Endpoint_OfAnotherOrigin_EndsTheStream(string named)
    {
        Uri? own = null;
        await using var server = await Upstream.StartAsync(http =>
        {
            http.Response.ContentType = "text/event-stream";
            return http.Response.WriteAsync($"event: endpoint\ndata: {named.Replace("{port}", $"{own!.Port}", StringComparison.Ordinal)}\n\ndata: {Asked}\n\n");
        });
        own = server.BaseUrl;
        await using var house = await McpHouse.OpenAsync(Over(McpTransport.Sse, server.BaseUrl));

        using var stream = await house.GetAsync();

        Assert.Equal("", await stream.Content.ReadAsStringAsync());
        var reply = (await house.RecordAsync()).Reply;
        Assert.Equal((RefusalReason.ServerRedirected, ReplyEnd.Cut), (reply.Refusal!.Reason, reply.End));
        Assert.DoesNotContain("evil", reply.Refusal.Message);
    }

    [Theory]
    [InlineData(McpTransport.StreamableHttp, "event: endpoint\ndata: /messages\n\n")]
    [InlineData(McpTransport.Auto, "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}\n\nevent: endpoint\ndata: /messages\n\n")]
    [InlineData(McpTransport.Auto, "event: endpoint\ndata: /messages\n\nevent: endpoint\ndata: /others\n\n")]
    public async Task Endpoint_WhereNoneMayCome_EndsTheStream(McpTransport transport, string events)
    {
        await using var server = await OpenAsync(events, Task.CompletedTask);
        await using var house = await McpHouse.OpenAsync(Over(transport, server.BaseUrl));

        using var stream = await house.GetAsync();

        Assert.DoesNotContain("others", await stream.Content.ReadAsStringAsync());
        Assert.Equal(RefusalReason.ServerRedirected, (await house.RecordAsync()).Reply.Refusal!.Reason);
    }

    [Fact]
    public async Task Post_WithoutEndpoint_IsNotAllowedSoThatClientsFallBack()
    {
        await using var server = await OpenAsync("", Task.CompletedTask);
        await using var house = await McpHouse.OpenAsync(Over(McpTransport.Sse, server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("x")]
    public async Task Post_UnknownEndpoint_IsNotFound(string token)
    {
        await using var server = await OpenAsync("", Task.CompletedTask);
        await using var house = await McpHouse.OpenAsync(Over(McpTransport.Auto, server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call(), vary: request => request.RequestUri = new("/mcp/tools?endpoint=" + token, UriKind.Relative));

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task Answer_OnlyOnceToWhatWasAsked()
    {
        await using var server = await Upstream.StartAsync(http =>
        {
            http.Response.StatusCode = 202;
            return Task.CompletedTask;
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));
        house.Ledgers.Asked.Add("tools", "s-1", "7"u8);

        int[] statuses = [await AnswerAsync("s-2"), await AnswerAsync("s-1"), await AnswerAsync("s-1")];

        Assert.Equal([403, 202, 403], statuses);
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"result":{}}""", server.Call.Text);

        async Task<int> AnswerAsync(string session)
        {
            using var answer = await house.PostAsync("""{"jsonrpc":"2.0","id":7,"result":{}}""", vary: request => request.Headers.Add("Mcp-Session-Id", session));
            return (int)answer.StatusCode;
        }
    }

    /// <summary>The answer comes on another stream than the request; else nothing of such a server's tools would ever be known.</summary>
    [Fact]
    public async Task List_OverTheStream_IsKnownToBeWhole()
    {
        var asked = new TaskCompletionSource();
        await using var server = await Upstream.StartAsync(async http =>
        {
            if (HttpMethods.IsPost(http.Request.Method))
            {
                http.Response.StatusCode = 202;
                asked.SetResult();
                return;
            }

            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("event: endpoint\ndata: /messages\n\n");
            await http.Response.Body.FlushAsync();
            await asked.Task.WaitAsync(http.RequestAborted);
            await Upstream.EventAsync(http, """{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"add","inputSchema":{}}]}}""");
        });
        await using var house = await McpHouse.OpenAsync(Over(McpTransport.Sse, server.BaseUrl));
        using var stream = await house.GetAsync();
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();
        var endpoint = (await reader.ReadLineAsync())!["data: ".Length..];

        using var posted = await house.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", vary: request => request.RequestUri = new(endpoint, UriKind.Relative));
        await reader.ReadToEndAsync();

        Assert.Equal(["add"], house.Ledgers.Tools.ToSeen()[0].Tools.Select(tool => tool.Name));
    }

    private static ToolServer Over(McpTransport transport, Uri url) => new() { Name = "tools", Route = McpHouse.Server(url).Route, Transport = transport };

    /// <summary>A server whose stream says this and then stays open.</summary>
    private static Task<Upstream> OpenAsync(string events, Task open) => Upstream.StartAsync(async http =>
    {
        if (HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = 202;
            await http.Response.WriteAsync("Accepted");
            return;
        }

        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync(events);
        await http.Response.Body.FlushAsync();
        await open.WaitAsync(http.RequestAborted);
    });
}
