using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Mcp;

/// <summary>Streams on which nothing is said for long.</summary>
public sealed class QuietStreamTests
{
    private const string Listen = """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{}}}""";
    private const string Changed = """{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}""";

    /// <summary>Kestrel's own clock is late where all of this machine works; only a connection that is never closed meets this.</summary>
    private static readonly TimeSpan s_closed = Eventually.Bound;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Listening_HasNoEnd(bool modern)
    {
        var speak = new TaskCompletionSource();
        await using var server = await OpenAsync(speak.Task);
        var clock = new ManualTime();
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl), clock: clock);
        using var answer = await (modern ? house.PostAsync(Listen, McpHouse.Modern) : house.GetAsync());
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal(": open", await reader.ReadLineAsync());
        await Eventually.HoldsAsync(() => house.Blocks.UsedBytes == 0, "a quiet stream holds no block");

        for (var hour = 0; hour < 48; hour++) clock.Advance(TimeSpan.FromHours(1));
        speak.SetResult();

        Assert.EndsWith($"data: {Changed}\n\n", await reader.ReadToEndAsync());
        Assert.Equal(ReplyEnd.Completed, (await house.RecordAsync()).Reply.End);
    }

    [Fact]
    public async Task Call_ThatPauses_IsGivenUp()
    {
        await using var server = await OpenAsync(Task.Delay(Timeout.Infinite));
        var clock = new ManualTime();
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl), clock: clock);
        using var answer = await house.PostAsync(McpHouse.Call());

        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(6));
                return house.Records.Count == 1;
            },
            "the call ends");

        var reply = house.Records.Single().Reply;
        Assert.Equal((ReplyEnd.UpstreamCut, RefusalReason.ProviderTimeout), (reply.End, reply.Refusal!.Reason));
    }

    [Fact]
    public async Task Kestrel_LetsAQuietStreamBe()
    {
        var speak = new TaskCompletionSource();
        await using var server = await OpenAsync(speak.Task);
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl), bound: limits =>
        {
            limits.MinResponseDataRate = new(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromMilliseconds(3001));
            limits.MinRequestBodyDataRate = new(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromMilliseconds(3001));
            limits.KeepAliveTimeout = limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(3001);
        });
        using var quiet = await house.GetAsync();

        // Kestrel looks at its limits once a second, on a clock of its own: a connection that idles beside the stream shows when it has looked.
        using var idle = new System.Net.Sockets.TcpClient("127.0.0.1", house.Agent.BaseAddress!.Port);
        await idle.GetStream().WriteAsync("GET / HT"u8.ToArray());
        var buffer = new byte[1024];
        while (await idle.GetStream().ReadAsync(buffer).AsTask().WaitAsync(s_closed) > 0) { }
        speak.SetResult();

        Assert.EndsWith($"data: {Changed}\n\n", await quiet.Content.ReadAsStringAsync());
    }

    private static Task<Upstream> OpenAsync(Task speak) => Upstream.StartAsync(async http =>
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync(": open\n\n");
        await http.Response.Body.FlushAsync();
        await speak.WaitAsync(http.RequestAborted);
        await Upstream.EventAsync(http, Changed);
    });
}
