using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Limits;
using AiGateway.Rig;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What counts of a try whose provider never said what it used, by how the try ended: a request that arrived whole is billed by whoever got it.</summary>
public sealed class UntoldUseTests
{
    private const string Chat = """{"model":"fast","max_tokens":50,"messages":[{"role":"user","content":"0123456789"}]}""";
    private const string Stream = """{"model":"fast","max_tokens":50,"stream":true,"messages":[{"role":"user","content":"0123456789"}]}""";

    /// <summary>All tokens of a try of <see cref="Chat"/> that is billed unseen.</summary>
    private static readonly long s_lost = (Chat.Length / 4) + 50;

    /// <summary>How the only try ends -> the output that counts.</summary>
    public static TheoryData<string, long> Ends => new()
    {
        { "refused", 0 },
        { "dns", 0 },
        { "tls", 0 },
        { "an error of 400", 0 },
        { "an error of 500", 0 },
        { "an error that never ends", 0 },
        { "a redirect", 0 },
        { "reset", 50 },
        { "slow", 50 },
        { "headers, then reset", 50 },
        { "half of the answer, then reset", 50 },
        { "no JSON", 50 },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Try_ThatGivesNoUsage_CountsWhatWasReservedIfItArrivedWhole(string end, long output)
    {
        await using var provider = await Upstream.StartAsync(http => EndAsync(http, end));
        var clock = new ManualTime();
        await using var house = await SidecarHouse.OpenAsync(Limited([Given.Target(UrlOf(end, provider))]), clock: clock);

        var asking = house.ChatAsync(Chat);
        if (end is "slow" or "an error that never ends")
        {
            await Eventually.HoldsAsync(() => provider.Calls.Count == 1, "the provider has the call");
            await Eventually.HoldsAsync(() => house.Blocks.UsedBytes == Block.Size * (end == "slow" ? 1 : 2), "the gateway reads what comes of it");
            clock.Advance(TimeSpan.FromMinutes(11));
        }

        using (var answer = await asking) await ReadAsync(answer);
        await house.WhenQuietAsync();

        AssertCount(house, output, output > 0 ? s_lost : 0);
        Assert.Equal(output > 0 ? "estimated" : "none", (await UsageAsync(house)).GetProperty("source").GetString());
    }

    [Theory]
    [InlineData(Chat, 50)]
    [InlineData(Stream, 0)]
    public async Task Agent_HangsUpBeforeTheFirstByte_AWholeAnswerIsBilledAndAStreamIsNot(string ask, long output)
    {
        var arrived = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(http =>
        {
            arrived.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        });
        await using var house = await SidecarHouse.OpenAsync(Limited([Given.Target(provider.BaseUrl)]));

        using var hangUp = new CancellationTokenSource();
        var call = house.ChatAsync(new StringContent(ask, Encoding.UTF8, "application/json"), cancellationToken: hangUp.Token);
        await arrived.Task.WithinBoundAsync();
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await house.WhenQuietAsync();

        AssertCount(house, output, (ask.Length / 4) + output);
        var usage = await UsageAsync(house);
        Assert.Equal(("estimated", ask.Length / 4, output), (usage.GetProperty("source").GetString(), usage.GetProperty("gen_ai.usage.input_tokens").GetInt64(), usage.GetProperty("gen_ai.usage.output_tokens").GetInt64()));
    }

    [Fact]
    public async Task Agent_HangsUpInMidAnswer_TheWholeOfItIsBilled()
    {
        await using var provider = await Upstream.StartAsync(async http =>
        {
            await http.Response.WriteAsync("{\"id\":\"c1\",");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        });
        await using var house = await SidecarHouse.OpenAsync(Limited([Given.Target(provider.BaseUrl)]));

        var answer = await house.ChatAsync(Chat);
        await (await answer.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[5]);
        answer.Dispose();
        await house.WhenQuietAsync();

        AssertCount(house, 50, s_lost);
    }

    [Fact]
    public async Task Try_ThatFailedAfterItWasSent_CountsBesideTheOneThatAnswered()
    {
        await using var bad = await Upstream.StartAsync(http => EndAsync(http, "reset"));
        await using var good = await Upstream.OfJsonAsync(GivenLimits.Answer(30, 4));
        await using var house = await SidecarHouse.OpenAsync(Limited([GivenLimits.Priced(bad.BaseUrl, 1m, 2m), GivenLimits.Priced(good.BaseUrl, 10m, 20m)]));

        using var answer = await house.ChatAsync(Chat);
        await house.WhenQuietAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        AssertCount(house, 54, s_lost);
        var cost = house.Limits.Count(LimitUnit.Usd);
        var lost = (Chat.Length / 4 * 1000L) + (50 * 2000);
        Assert.Equal((lost + (30 * 10_000) + (4 * 20_000), 0), (cost.Used, cost.Reserved));
        var record = await house.Records.SingleAsync();
        Assert.Equal(["estimated", "reported"], record.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("usage").GetProperty("source").GetString()));
        Assert.Equal((30 + (Chat.Length / 4), 54), (record.GetProperty("usage").GetProperty("gen_ai.usage.input_tokens").GetInt32(), record.GetProperty("usage").GetProperty("gen_ai.usage.output_tokens").GetInt32()));
        var told = house.Totals.ToReport("e", 1);
        Assert.Equal((30, 4, cost.Used, lost), (told.InputTokens, told.OutputTokens, told.CostNanos, told.EstimatedCostNanos));
    }

    [Fact]
    public async Task Try_ThatNeverArrived_LeavesTheOneThatAnsweredReported()
    {
        await using var good = await Upstream.OfJsonAsync(GivenLimits.Answer(30, 4));
        await using var house = await SidecarHouse.OpenAsync(Limited([Given.Target(new("http://127.0.0.1:1/v1")), Given.Target(good.BaseUrl)]));

        using var answer = await house.ChatAsync(Chat);
        await house.WhenQuietAsync();

        AssertCount(house, 4, 0);
        Assert.Equal("reported", (await UsageAsync(house)).GetProperty("source").GetString());
    }

    [Fact]
    public async Task Try_AfterOneThatIsBilled_IsNotMadeWhereTheLimitHasNoRoomForBoth()
    {
        await using var bad = await Upstream.StartAsync(http => EndAsync(http, "reset"));
        await using var good = await Upstream.OfJsonAsync(GivenLimits.Answer(30, 4));
        await using var house = await SidecarHouse.OpenAsync(Limited([Given.Target(bad.BaseUrl), Given.Target(good.BaseUrl)], most: 99));

        using var refused = await house.ChatAsync(Chat);
        await house.WhenQuietAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("limit_reached", (await SidecarHouse.ErrorOfAsync(refused)).Code);
        Assert.Empty(good.Calls);
        AssertCount(house, 50, s_lost);
    }

    [Fact]
    public async Task Form_ThatTheProviderGotWhole_IsBilledThoughTheAgentHangsUp()
    {
        var arrived = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(http =>
        {
            arrived.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        });
        await using var house = await SidecarHouse.OpenAsync(Limited([Given.Target(provider.BaseUrl)], most: 2000));

        using var hangUp = new CancellationTokenSource();
        using var form = new MultipartFormDataContent { { new StringContent("fast"), "model" }, { new ByteArrayContent(new byte[100]), "file", "a.wav" } };
        var call = house.Agent.PostAsync(new Uri("/openai/v1/audio/transcriptions", UriKind.Relative), form, hangUp.Token);
        await arrived.Task.WithinBoundAsync();
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await house.WhenQuietAsync();

        AssertCount(house, 1024, 1024);
    }

    private static void AssertCount(SidecarHouse house, long used, long estimated)
    {
        var (own, leased) = (house.Limits.Count(LimitUnit.OutputTokens), (Sidecar.Limits.SliceCount)house.Limits.Count(LimitUnit.TotalTokens));
        Assert.Equal((used, 0, 0), (own.Used, own.Reserved, leased.Reserved));
        Assert.Equal(estimated, leased.Estimated);
    }

    private static async Task<JsonElement> UsageAsync(SidecarHouse house) => (await house.Records.SingleAsync()).GetProperty("usage");

    private static async Task ReadAsync(HttpResponseMessage answer)
    {
        try
        {
            _ = await answer.Content.ReadAsByteArrayAsync();
        }
        catch (HttpRequestException)
        {
            // It was cut, which is what was asked for.
        }
    }

    private static Snapshot Limited(Target[] targets, long most = 1000)
    {
        LimitRule[] rules = [GivenLimits.Rule(LimitUnit.OutputTokens, most), GivenLimits.Rule(LimitUnit.Usd, 1_000_000_000, rule => rule with { UnknownPrice = UnknownPrice.Zero }), GivenLimits.Leased(LimitUnit.TotalTokens, 100_000, rule => rule with { WhenAway = AwayAction.Allow })];
        return GivenLimits.Snapshot(targets, rules);
    }

    private static Uri UrlOf(string end, Upstream upstream) => end switch
    {
        "refused" => new("http://127.0.0.1:1/v1"),
        "dns" => new("http://no-such-host.invalid/v1"),
        "tls" => new($"https://127.0.0.1:{upstream.BaseUrl.Port}/v1"),
        _ => upstream.BaseUrl,
    };

    private static async Task EndAsync(HttpContext http, string end)
    {
        http.Response.StatusCode = end switch
        {
            "an error of 400" or "an error that never ends" => 400,
            "an error of 500" => 500,
            "a redirect" => 302,
            _ => 200,
        };
        if (end == "slow") await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        if (end is "an error of 400" or "an error of 500") await Upstream.JsonAsync(http, """{"error":{"message":"no","type":"x","param":null,"code":null}}""", http.Response.StatusCode);
        if (end == "no JSON") await http.Response.WriteAsync("<html>");
        if (end is "headers, then reset" or "an error that never ends") await http.Response.StartAsync();
        if (end == "half of the answer, then reset") await http.Response.WriteAsync("{\"id\":");
        if (end is not ("an error of 400" or "an error of 500" or "no JSON" or "a redirect")) await http.Response.Body.FlushAsync();
        if (end == "an error that never ends") await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        if (end.EndsWith("reset", StringComparison.Ordinal)) http.Abort();
    }
}
