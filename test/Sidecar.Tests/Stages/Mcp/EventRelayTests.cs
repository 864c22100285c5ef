using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Mcp;

/// <summary>Streams of messages on their way from a tool server to the agent.</summary>
public sealed class EventRelayTests
{
    private const string Progress = """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":1,"progressToken":"t"}}""";

    [Fact]
    public async Task Stream_EveryByte_PassesAsItCame()
    {
        var text = $": hello\n\nid: 1\ndata:\n\nid: 2\nretry: 500\nevent: message\ndata: {Progress}\n\r\ndata:{{\r\ndata: \"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}}\r\n\r\ndata: {McpHouse.Result()}\n\n";
        await using var server = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream; charset=utf-8";
            foreach (var letter in text)
            {
                await http.Response.WriteAsync(letter.ToString());
                await http.Response.Body.FlushAsync();
            }
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal(text, await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.ToString());
        var reply = (await house.RecordAsync()).Reply;
        Assert.Equal((ReplyEnd.Completed, text.Length, 3), (reply.End, (int)reply.BytesOut, reply.Mcp!.Messages));
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Stream_Event_LeavesBeforeTheNextIsMade()
    {
        var next = new SemaphoreSlim(0);
        await using var server = await StreamAsync(async http =>
        {
            for (var n = 0; n < 20; n++)
            {
                await Upstream.EventAsync(http, Progress);
                await next.WaitAsync(http.RequestAborted);
            }
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var n = 0; n < 20; n++)
        {
            Assert.Equal($"data: {Progress}", await reader.ReadLineAsync().WithinBoundAsync());
            Assert.Equal("", await reader.ReadLineAsync());
            next.Release();
        }
    }

    [Theory]
    [InlineData("\uFEFFdata: {0}\n\n", "data: {0}\n\n")]
    [InlineData("data : {\"hidden\":1}\ndata: {0}\n\n", "data: {0}\n\n")]
    [InlineData(" data: {\"hidden\":1}\nid: 7\ndata: {0}\n\n", "id: 7\ndata: {0}\n\n")]
    [InlineData("event: message\nevent: other\nid: 7\ndata: {0}\n\n", "id: 7\ndata: \n\n")]
    [InlineData("id: 7\nid: 8\nretry: 9\ndata: {0}\n\n", "retry: 9\nid: 8\ndata: {0}\n\n")]
    [InlineData("event: ping\ndata: {0}\n\n", "")]
    [InlineData(": note\u2028data: {\"hidden\":1}\ndata: {0}\n\n", "data: {0}\n\n")]
    [InlineData(
        "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"\u2028data: hidden\u2029\u0085\"}}\n\n",
        "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"\\u2028data: hidden\\u2029\\u0085\"}}\n\n")]
    [InlineData("data: {0}", "data: {0}")]
    public async Task Stream_EventThatReadersTakeApartDifferently_IsWrittenAnew(string sent, string seen)
    {
        await using var server = await StreamAsync(http => http.Response.WriteAsync(sent.Replace("{0}", Progress, StringComparison.Ordinal)));
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal(seen.Replace("{0}", Progress, StringComparison.Ordinal), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stream_MessageIsChanged_KeepsItsPlaceInTheStream()
    {
        const string Tools = """{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"hidden","inputSchema":{"type":"object"}}]}}""";
        await using var server = await StreamAsync(http => http.Response.WriteAsync($"id: 3\nretry: 10\nevent: message\ndata: {Tools}\n\n"));
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Matches("^retry: 10\nid: 3\ndata: [{].*\"tools\":\\[\\].*[}]\n\n$", text);
    }

    [Theory]
    [InlineData(202, 0)]
    [InlineData(500, 1)]
    public async Task Stream_ServerAsksWhatItMayNot_IsAnsweredByTheGateway(int status, int lost)
    {
        const string Asks = """{"jsonrpc":"2.0","id":"q","method":"sampling/createMessage","params":{"messages":[],"maxTokens":1}}""";
        var done = new TaskCompletionSource();
        await using var server = await Upstream.StartAsync(async http =>
        {
            if (HttpMethods.IsPost(http.Request.Method))
            {
                http.Response.StatusCode = status;
                return;
            }

            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync($"id: 3\ndata: {Asks}\n\ndata: {Asks}\n\n");
            await http.Response.Body.FlushAsync();
            await done.Task;
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.GetAsync(request => request.Headers.Add("Mcp-Session-Id", "s-1"));
        await Eventually.HoldsAsync(() => server.Calls.Count == 3 && house.Afterwork.Words.Count == 0, "the gateway answers");
        done.SetResult();

        Assert.Equal("id: 3\ndata: \n\n", await answer.Content.ReadAsStringAsync());
        var told = server.Calls.Last();
        Assert.Equal(("s-1", McpHouse.Legacy, "Bearer " + Given.Key), (told.Headers["Mcp-Session-Id"], told.Headers["MCP-Protocol-Version"], told.Headers["Authorization"]));
        Assert.Contains("\"id\":\"q\",\"error\":", told.Text);
        var outcome = (await house.RecordAsync()).Reply.Mcp!;
        Assert.Equal((2 * lost, "sampling/createMessage"), (outcome.LostWords, Assert.Single(outcome.Withheld)));
    }

    [Fact]
    public async Task Get_QuietStream_IsOpenBeforeAnythingIsSaid()
    {
        var speak = new TaskCompletionSource();
        await using var server = await StreamAsync(async http =>
        {
            await http.Response.Body.FlushAsync();
            await speak.Task;
            await Upstream.EventAsync(http, Progress);
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.GetAsync(request => request.Headers.Add("Last-Event-ID", "e-7"));
        await Eventually.HoldsAsync(() => house.Blocks.UsedBytes == 0, "a quiet stream holds no block");
        speak.SetResult();

        Assert.Equal($"data: {Progress}\n\n", await answer.Content.ReadAsStringAsync());
        Assert.Equal(("GET", "e-7"), (server.Call.Method, server.Call.Headers["Last-Event-ID"]));
    }

    [Theory]
    [InlineData("data: {0}\n\n", "stream_broken")]
    [InlineData("id: 1\ndata: {0}\n\n", null)]
    public async Task Stream_ServerBreaksOff_IsAnErrorWhereItCannotBeTakenUpAgain(string sent, string? told)
    {
        var read = new TaskCompletionSource();
        await using var server = await StreamAsync(async http =>
        {
            await http.Response.WriteAsync(sent.Replace("{0}", Progress, StringComparison.Ordinal));
            await http.Response.Body.FlushAsync();
            await read.Task;
            http.Abort();
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();
        read.SetResult();

        var reply = (await house.RecordAsync()).Reply;
        Assert.Equal((ReplyEnd.UpstreamCut, told), (reply.End, reply.Refusal is { } refusal ? CallWords.Of(refusal.Reason) : null));
    }

    [Fact]
    public async Task Stream_RulesCutIt_EndsWithTheReason()
    {
        await using var server = await StreamAsync(async http =>
        {
            await Upstream.EventAsync(http, Progress);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());
        house.Live.CutAll(new(RefusalReason.Suspended, "suspended"));

        var reply = (await house.RecordAsync()).Reply;
        Assert.Equal((ReplyEnd.Cut, RefusalReason.Suspended), (reply.End, reply.Refusal!.Reason));
        await house.WhenQuietAsync();
    }

    private static Task<Upstream> StreamAsync(RequestDelegate tell) => Upstream.StartAsync(http =>
    {
        http.Response.ContentType = "text/event-stream";
        return tell(http);
    });
}
