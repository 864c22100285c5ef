using System.Net;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Mcp;

/// <summary>What the tool server sees and what is held when an agent hangs up in the middle of its call.</summary>
public sealed class AgentHangUpTests
{
    private const string Progress = """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":1,"progressToken":"t"}}""";

    [Theory]
    [InlineData(McpHouse.Legacy, false)]
    [InlineData(McpHouse.Modern, true)]
    public async Task Post_AgentHangsUp_CancelsInTheModernEraAlone(string version, bool cancelled)
    {
        var (goOn, gone, finished) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await StreamAsync(async http =>
        {
            http.RequestAborted.Register(() => gone.TrySetResult());
            await Upstream.EventAsync(http, Progress);
            await goOn.Task;
            await http.Response.WriteAsync($"data: {McpHouse.Result()}\n\n");
            finished.TrySetResult();
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        var answer = await house.PostAsync(McpHouse.Call(), version);
        await HangUpAsync(answer);
        var record = await house.RecordAsync();
        Assert.Equal(ReplyEnd.AgentGone, record.Reply.End);
        if (cancelled) await gone.Task.WithinBoundAsync();
        else Assert.Equal(1, house.Afterwork.Drains.Count);
        goOn.SetResult();

        await finished.Task.WithinBoundAsync();
        Assert.Equal(cancelled, gone.Task.IsCompleted);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Post_AgentHangsUpBeforeTheAnswer_TheServerFinishes()
    {
        var (came, goOn, finished) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource<bool>());
        await using var server = await Upstream.StartAsync(async http =>
        {
            came.SetResult();
            await goOn.Task;
            await Upstream.JsonAsync(http, McpHouse.Result());
            finished.SetResult(http.RequestAborted.IsCancellationRequested);
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var hangUp = new CancellationTokenSource();
        var asked = house.PostAsync(McpHouse.Call(), cancellationToken: hangUp.Token);
        await came.Task.WithinBoundAsync();
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(ReplyEnd.AgentGone, (await house.RecordAsync()).Reply.End);
        goOn.SetResult();

        Assert.False(await finished.Task.WithinBoundAsync());
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Drains_AreBounded_AndEndWithTheProcess()
    {
        var gone = 0;
        await using var server = await StreamAsync(async http =>
        {
            http.RequestAborted.Register(() => Interlocked.Increment(ref gone));
            await Upstream.EventAsync(http, Progress);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        for (var n = 0; n < Sidecar.Stages.Mcp.Afterwork.Most + 1; n++) await HangUpAsync(await house.PostAsync(McpHouse.Call(id: n)));
        await Eventually.HoldsAsync(() => house.Live.Count == 0, "the calls end");
        Assert.Equal(Sidecar.Stages.Mcp.Afterwork.Most, house.Afterwork.Drains.Count);
        await Eventually.HoldsAsync(() => Volatile.Read(ref gone) == 1, "what is too much is closed");

        await house.Afterwork.StopAsync(default).WithinBoundAsync();
        await Eventually.HoldsAsync(() => Volatile.Read(ref gone) == Sidecar.Stages.Mcp.Afterwork.Most + 1, "all are closed");
        await Eventually.HoldsAsync(() => house.Blocks.UsedBytes == 0, "no body holds memory");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task OtherVerbs_AgentHangsUp_CloseAtOnce(string method)
    {
        var (came, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await Upstream.StartAsync(async http =>
        {
            http.RequestAborted.Register(() => gone.TrySetResult());
            came.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/mcp/tools");
        var asked = house.Agent.SendAsync(request, hangUp.Token);
        await came.Task.WithinBoundAsync();
        await hangUp.CancelAsync();

        await gone.Task.WithinBoundAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await house.WhenQuietAsync();
    }

    private static Task<Upstream> StreamAsync(RequestDelegate tell) => Upstream.StartAsync(http =>
    {
        http.Response.ContentType = "text/event-stream";
        return tell(http);
    });

    private static async Task HangUpAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using (answer)
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            await reader.ReadLineAsync();
        }
    }
}
