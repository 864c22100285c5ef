using System.Net;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Answers as streams of events, from the first to whatever ends them.</summary>
public sealed class StreamTests
{
    private const string Ask = """{"model":"fast","stream":true}""";
    private const string Content = """{"choices":[{"delta":{"content":"hi"}}],"usage":null}""";
    private const string UsageAlone = """{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":9}}""";

    [Theory]
    [InlineData("""{"model":"fast","stream":true}""", """{"stream_options":{"include_usage":true},"model":"fast","stream":true}""")]
    [InlineData("""{"stream_options":null,"model":"fast","stream":true}""", """{"stream_options":{"include_usage":true},"model":"fast","stream":true}""")]
    [InlineData("""{"stream_options":{},"model":"fast","stream":true}""", """{"stream_options":{"include_usage":true},"model":"fast","stream":true}""")]
    [InlineData("""{"model":"fast","stream":true,"stream_options":{ "x":[{"include_usage":false}] }}""", """{"model":"fast","stream":true,"stream_options":{"include_usage":true, "x":[{"include_usage":false}] }}""")]
    [InlineData("""{"model":"fast","stream":true,"stream_options":{"x":1,"include_usage": false }}""", """{"model":"fast","stream":true,"stream_options":{"x":1,"include_usage": true }}""")]
    [InlineData("""{"model":"fast","stream":true,"stream_options":{"include_usage":true}}""", """{"model":"fast","stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"fast","stream":true,"stream_options":7}""", """{"model":"fast","stream":true,"stream_options":7}""")]
    [InlineData("""{"model":"fast","stream":false,"stream_options":{}}""", """{"model":"fast","stream":false,"stream_options":{}}""")]
    [InlineData("""{"model":"fast","stream":null}""", """{"model":"fast","stream":null}""")]
    public async Task Chat_Stream_AsksForUsageAndLeavesTheRest(string asked, string sent)
    {
        await using var provider = await Upstream.OfEventsAsync("[DONE]");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        await house.ChatAsync(asked);

        Assert.Equal(sent, provider.Call.Text);
    }

    [Fact]
    public async Task Stream_AgentDidNotAskForUsage_ItsChunkIsWithheldAndCounted()
    {
        await using var provider = await Upstream.OfEventsAsync(Content, UsageAlone, "[DONE]");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync(Ask);

        Assert.Equal($"data: {Content}\n\ndata: [DONE]\n\n", await answer.Content.ReadAsStringAsync());
        var usage = (await house.Records.SingleAsync()).GetProperty("usage");
        Assert.Equal(("reported", 5, 9), (usage.GetProperty("source").GetString(),
            usage.GetProperty("gen_ai.usage.input_tokens").GetInt32(), usage.GetProperty("gen_ai.usage.output_tokens").GetInt32()));
    }

    [Fact]
    public async Task Stream_AgentAskedForUsage_EveryByteArrives()
    {
        await using var provider = await Upstream.OfEventsAsync(Content, UsageAlone, "[DONE]");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync("""{"model":"fast","stream":true,"stream_options":{"include_usage":true}}""");

        Assert.Equal($"data: {Content}\n\ndata: {UsageAlone}\n\ndata: [DONE]\n\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stream_EventArrives_IsPassedOnBeforeTheNextIsMade()
    {
        var next = new SemaphoreSlim(0);
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            for (var i = 0; i < 20; i++)
            {
                await Upstream.EventAsync(http, $"{{\"n\":{i}}}");
                await next.WaitAsync(http.RequestAborted);
            }
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        using var answer = await house.ChatAsync(Ask);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($"data: {{\"n\":{i}}}", await reader.ReadLineAsync().WithinBoundAsync());
            Assert.Equal("", await reader.ReadLineAsync());
            next.Release();
        }
    }

    [Fact]
    public async Task Stream_ProviderCut_EndsWithAnErrorEventAndWholeEventsAlone()
    {
        var read = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync($"data: {Content}\n\ndata: {{\"choices\":[{{\"del");
            await http.Response.Body.FlushAsync();
            await read.Task; // An abort discards what has not left yet.
            http.Abort();
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync(Ask);
        read.SetResult();
        var text = await answer.Content.ReadAsStringAsync();

        Assert.StartsWith($"data: {Content}\n\ndata: {{\"error\":{{\"message\":", text);
        Assert.Contains("stream_broken", text);
        Assert.EndsWith("}}\n\n", text);
        var record = await house.Records.SingleAsync();
        Assert.Equal(("failed", "upstream_cut", "estimated"), (record.GetProperty("decision").GetString(), record.GetProperty("ended").GetString(),
            record.GetProperty("usage").GetProperty("source").GetString()));
        await house.WhenQuietAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_AgentSuspendedMeanwhile_IsCutWithTheReason(bool denyModel)
    {
        await using var provider = await EndlessAsync();
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));
        using var answer = await house.ChatAsync(Ask);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();

        var policy = Given.Policy("base", "fast");
        house.Snapshots.Swap(Given.Snapshot([denyModel ? policy with { DenyModels = ["fa*"] } : policy with { Mode = PolicyMode.Audit, Suspended = true }]));

        var rest = await reader.ReadToEndAsync().WithinBoundAsync();
        Assert.Contains(denyModel ? "model_denied" : "agent_suspended", rest);
        var record = await house.Records.SingleAsync();
        Assert.Equal(("denied", "cut", "shop/base", denyModel ? "fa*" : "suspended"), (record.GetProperty("decision").GetString(), record.GetProperty("ended").GetString(),
            record.GetProperty("policy").GetString(), record.GetProperty("rule").GetString()));
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Stream_SnapshotThatStillAllows_GoesOn()
    {
        var more = new SemaphoreSlim(0);
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, Content);
            await more.WaitAsync(http.RequestAborted);
            await Upstream.EventAsync(http, "[DONE]");
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));
        using var answer = await house.ChatAsync(Ask);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();

        house.Snapshots.Swap(Given.Fast(Given.Target(new("http://127.0.0.1:1"))));
        more.Release();

        Assert.EndsWith("data: [DONE]\n\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Stream_AgentHangsUp_ProviderIsCancelledAndUsageEstimated()
    {
        var cancelled = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.RequestAborted.Register(() => cancelled.TrySetResult());
            http.Response.ContentType = "text/event-stream";
            while (true) await Upstream.EventAsync(http, Content);
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync(Ask);
        await (await answer.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[100]);
        answer.Dispose();

        await cancelled.Task.WithinBoundAsync();
        var record = await house.Records.SingleAsync();
        Assert.Equal(("allowed", "agent_gone", "estimated"), (record.GetProperty("decision").GetString(), record.GetProperty("ended").GetString(),
            record.GetProperty("usage").GetProperty("source").GetString()));
        Assert.True(record.GetProperty("usage").GetProperty("gen_ai.usage.output_tokens").GetInt32() > 0);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Stream_AgentReadsSlowly_MemoryStaysBoundedAndOthersGoOn()
    {
        await using var provider = await Upstream.StartAsync(async http =>
        {
            if (http.Request.Headers.UserAgent == "quick")
            {
                await Upstream.JsonAsync(http, "{}");
                return;
            }

            http.Response.ContentType = "text/event-stream";
            while (true) await Upstream.EventAsync(http, new string('x', 10_000));
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));
        var slow = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => house.ChatAsync(Ask)));

        var quick = await house.ChatAsync("""{"model":"fast"}""", request => request.Headers.TryAddWithoutValidation("User-Agent", "quick"));

        Assert.Equal(HttpStatusCode.OK, quick.StatusCode);
        Assert.True(house.Blocks.UsedBytes <= 20 * 4 * 32 * 1024, $"{house.Blocks.UsedBytes} bytes");
        foreach (var answer in slow) answer.Dispose();
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Stream_EventAboveTheBound_IsCut()
    {
        await using var provider = await Upstream.OfEventsAsync(Content, new string('x', 2_000_000));
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        var text = await (await house.ChatAsync(Ask)).Content.ReadAsStringAsync();

        Assert.Contains("stream_broken", text);
        Assert.True(text.Length < 1000);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Stream_LargeEventsInManyPieces_ArriveUnchanged()
    {
        var events = Enumerable.Range(0, 30).Select(i => $"{{\"choices\":[{{\"delta\":{{\"content\":\"{new string((char)('a' + i), i * 5000)}\"}}}}]}}").ToArray();
        await using var provider = await Upstream.OfEventsAsync(events);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        var text = await (await house.ChatAsync(Ask)).Content.ReadAsStringAsync();

        Assert.Equal(string.Concat(events.Select(data => $"data: {data}\n\n")), text);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Stream_ProviderAnswersJson_IsPassedWithItsStatus()
    {
        await using var provider = await Upstream.OfJsonAsync("""{"not":"a stream","usage":{"prompt_tokens":1,"completion_tokens":2}}""", 201);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync(Ask);

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.StartsWith("""{"not":"a stream",""", await answer.Content.ReadAsStringAsync());
    }

    private static Task<Upstream> EndlessAsync() => Upstream.StartAsync(async http =>
    {
        http.Response.ContentType = "text/event-stream";
        await Upstream.EventAsync(http, Content);
        await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
    });
}
