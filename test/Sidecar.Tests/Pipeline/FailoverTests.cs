using System.Net;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What is tried when a target fails, what the agent reads when all have, and that nothing is tried twice after a first byte.</summary>
public sealed class FailoverTests
{
    private const string Ask = """{"model":"fast"}""";
    private const string AskStream = """{"model":"fast","stream":true}""";
    private const string Limited = """{"error":{"message":"slow down","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""";

    /// <summary>Longer than any answer is waited for.</summary>
    private static readonly TimeSpan s_slow = TimeSpan.FromMinutes(11);

    public static TheoryData<string> Faults => ["refused", "dns", "reset", "garbage", "429", "500", "503-html", "slow", "headers-then-reset"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Send_FirstTargetFails_SecondAnswers(string fault)
    {
        await using var bad = await StartAsync(fault);
        await using var good = await Upstream.OfJsonAsync("""{"ok":true}""");
        var clock = new ManualTime();
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(UrlOf(fault, bad), "a", "bad"), Given.Target(good.BaseUrl, "b", "good")), clock: fault == "slow" ? clock : null);

        var answer = await AnswerAsync(house, fault, bad, clock);

        Assert.Equal("""{"ok":true}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("""{"model":"b"}""", good.Call.Text);
        var attempts = (await house.Records.SingleAsync()).GetProperty("attempts").EnumerateArray().ToList();
        Assert.Equal(["shop/bad", "shop/good"], attempts.Select(attempt => attempt.GetProperty("provider").GetString()));
        Assert.Equal(200, attempts[1].GetProperty("status").GetInt32());
        await house.WhenQuietAsync();
    }

    [Theory]
    [InlineData("refused", 502, "provider_failed")]
    [InlineData("dns", 502, "provider_failed")]
    [InlineData("reset", 502, "provider_failed")]
    [InlineData("garbage", 502, "provider_failed")]
    [InlineData("500", 502, "provider_failed")]
    [InlineData("503-html", 502, "provider_failed")]
    [InlineData("slow", 504, "provider_timeout")]
    [InlineData("headers-then-reset", 502, "provider_failed")]
    [InlineData("redirect", 502, "provider_failed")]
    [InlineData("401", 502, "provider_unauthorized")]
    [InlineData("echo-key", 502, "provider_failed")]
    [InlineData("429-html", 429, "provider_limited")]
    public async Task Send_EveryTargetFails_OneClearError(string fault, int status, string code)
    {
        await using var bad = await StartAsync(fault);
        var clock = new ManualTime();
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(UrlOf(fault, bad))), clock: fault == "slow" ? clock : null);

        var answer = await AnswerAsync(house, fault, bad, clock);

        Assert.Equal(status, (int)answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(code, (await SidecarHouse.ErrorOfAsync(answer)).Code);
        Assert.DoesNotContain(Given.Key, text);
        var record = await house.Records.SingleAsync();
        Assert.Equal(("failed", code), (record.GetProperty("decision").GetString(), record.GetProperty("reason").GetString()));
        Assert.Equal(1, house.Totals.ToReport("e", 1).Failed);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Send_ErrorInTheDialect_PassesAsItCame()
    {
        await using var provider = await StartAsync("429");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync(Ask);

        Assert.Equal(429, (int)answer.StatusCode);
        Assert.Equal(Limited, await answer.Content.ReadAsStringAsync());
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Send_BadRequestAtFirstTarget_IsTheAgentsAndIsNotRetried()
    {
        await using var first = await Upstream.OfJsonAsync("""{"error":{"message":"no","type":"invalid_request_error","param":"n","code":null}}""", 400);
        await using var second = await Upstream.OfJsonAsync("{}");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(first.BaseUrl), Given.Target(second.BaseUrl)));

        Assert.Equal(HttpStatusCode.BadRequest, (await house.ChatAsync(Ask)).StatusCode);
        Assert.Empty(second.Calls);
    }

    [Fact]
    public async Task Send_CutAfterTheFirstEvent_IsNotRetried()
    {
        var read = new TaskCompletionSource();
        await using var first = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, "{}");
            await read.Task;
            http.Abort();
        });
        await using var second = await Upstream.OfEventsAsync("{}");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(first.BaseUrl), Given.Target(second.BaseUrl)));

        var answer = await house.ChatAsync(AskStream);
        read.SetResult();
        Assert.Contains("stream_broken", await answer.Content.ReadAsStringAsync());
        Assert.Empty(second.Calls);
    }

    [Fact]
    public async Task Send_AnswerCutInTheMiddle_IsNeverTakenForAWholeOne()
    {
        var read = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = 1000;
            await http.Response.WriteAsync("{\"half\":");
            await http.Response.Body.FlushAsync();
            await read.Task;
            http.Abort();
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync(Ask);
        read.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsStringAsync());
        Assert.Equal("upstream_cut", (await house.Records.SingleAsync()).GetProperty("ended").GetString());
    }

    [Fact]
    public async Task Send_StreamPausesTooLong_EndsWithAnErrorEvent()
    {
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, "{}");
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        });
        var clock = new ManualTime();
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)), clock: clock);
        using var answer = await house.ChatAsync(AskStream);
        var reading = answer.Content.ReadAsStringAsync();

        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return reading.IsCompleted;
            },
            "the stream is given up");

        Assert.Contains("provider_timeout", await reading);
    }

    [Fact]
    public async Task Send_AgentHangsUpBeforeTheFirstByte_ProviderIsCancelledAndNothingElseTried()
    {
        var arrived = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var first = await Upstream.StartAsync(async http =>
        {
            http.RequestAborted.Register(() => cancelled.TrySetResult());
            arrived.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        });
        await using var second = await Upstream.OfJsonAsync("{}");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(first.BaseUrl), Given.Target(second.BaseUrl)));

        using var hangUp = new CancellationTokenSource();
        var call = house.ChatAsync(new StringContent(Ask, System.Text.Encoding.UTF8, "application/json"), cancellationToken: hangUp.Token);
        await arrived.Task.WithinBoundAsync();
        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await cancelled.Task.WithinBoundAsync();
        var record = await house.Records.SingleAsync();
        Assert.Equal(("agent_gone", 499), (record.GetProperty("ended").GetString(), record.GetProperty("http.response.status_code").GetInt32()));
        Assert.Empty(second.Calls);
    }

    [Fact]
    public async Task Send_SuspendedBeforeTheFirstByte_Is403()
    {
        var arrived = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));
        var call = house.ChatAsync(Ask);
        await arrived.Task.WithinBoundAsync();

        house.Snapshots.Swap(Given.Snapshot([Given.Policy("base", "fast") with { Suspended = true }]));

        var answer = await call;
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("agent_suspended", (await SidecarHouse.ErrorOfAsync(answer)).Code);
    }

    /// <summary>Where the provider is slow, time passes once it has the call.</summary>
    private static async Task<HttpResponseMessage> AnswerAsync(SidecarHouse house, string fault, Upstream bad, ManualTime clock)
    {
        var asking = house.ChatAsync(Ask);
        if (fault == "slow")
        {
            await Eventually.HoldsAsync(() => bad.Calls.Count == 1, "the slow provider has the call");
            clock.Advance(s_slow);
        }

        return await asking;
    }

    private static Uri UrlOf(string fault, Upstream upstream) => fault switch
    {
        "refused" => new("http://127.0.0.1:1/v1"),
        "dns" => new("http://no-such-host.invalid/v1"),
        _ => upstream.BaseUrl,
    };

    private static Task<Upstream> StartAsync(string fault) => Upstream.StartAsync(http => fault switch
    {
        "reset" => Abort(http),
        "garbage" => GarbageAsync(http),
        "429" => LimitedAsync(http),
        "429-html" => HtmlAsync(http, 429),
        "500" => HtmlAsync(http, 500),
        "503-html" => HtmlAsync(http, 503),
        "slow" => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted),
        "headers-then-reset" => HeadersThenResetAsync(http),
        "redirect" => RedirectAsync(http),
        "401" => Upstream.JsonAsync(http, """{"error":{"message":"Incorrect API key provided: sk-real*****","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", 401),
        "echo-key" => Upstream.JsonAsync(http, $$$"""{"error":{"message":"bad: {{{http.Request.Headers.Authorization}}}","type":"x","param":null,"code":null}}""", 403),
        _ => Task.CompletedTask,
    });

    private static Task Abort(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    private static async Task GarbageAsync(HttpContext http)
    {
        var transport = http.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionTransportFeature>()!.Transport;
        await transport.Output.WriteAsync("SSH-2.0-nonsense\r\n"u8.ToArray());
        await Task.Delay(50);
        http.Abort();
    }

    private static Task LimitedAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "7";
        return Upstream.JsonAsync(http, Limited, 429);
    }

    private static Task HtmlAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html";
        return http.Response.WriteAsync("<html>oops</html>");
    }

    private static Task RedirectAsync(HttpContext http)
    {
        http.Response.Redirect("http://169.254.169.254/");
        return Task.CompletedTask;
    }

    private static async Task HeadersThenResetAsync(HttpContext http)
    {
        http.Response.ContentLength = 100;
        await http.Response.Body.FlushAsync();
        await Task.Delay(100);
        http.Abort();
    }
}
