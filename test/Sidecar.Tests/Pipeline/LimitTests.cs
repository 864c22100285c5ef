using System.Net;
using AiGateway.Contracts.Limits;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Limits of a pod, through the whole sidecar.</summary>
public sealed class LimitTests
{
    private const string Chat = """{"model":"fast","max_tokens":10,"messages":[]}""";

    [Fact]
    public async Task Requests_BeyondTheLimit_AreRefusedWithItsNameAndATimeToComeBack()
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(3, 4));
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(upstream.BaseUrl), GivenLimits.Rule(LimitUnit.Requests, 2)));

        using var first = await house.ChatAsync(Chat);
        using var second = await house.ChatAsync(Chat);
        using var third = await house.ChatAsync(Chat);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("2", Header(first, "x-ratelimit-limit-requests"));
        Assert.Equal("1", Header(first, "x-ratelimit-remaining-requests"));
        Assert.Equal("0", Header(second, "x-ratelimit-remaining-requests"));
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        var (code, message, _) = await SidecarHouse.ErrorOfAsync(third);
        Assert.Equal("limit_reached", code);
        Assert.Contains("'shop/base/Requests' of 2 requests in 60 s", message, StringComparison.Ordinal);
        Assert.Equal("shop/base/Requests", Header(third, "x-aigateway-limit"));
        Assert.InRange(int.Parse(Header(third, "Retry-After")), 1, 62);
        Assert.Equal("0", Header(third, "x-ratelimit-remaining-requests"));
        Assert.Equal(2, upstream.Calls.Count);
    }

    [Fact]
    public async Task Tokens_OfAnAnswer_CountAsTheProviderReportsThem()
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(30, 40));
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(upstream.BaseUrl),
            GivenLimits.Rule(LimitUnit.InputTokens, 1000), GivenLimits.Rule(LimitUnit.OutputTokens, 1000), GivenLimits.Rule(LimitUnit.TotalTokens, 1000)));

        using var answer = await house.ChatAsync(Chat);
        await house.WhenQuietAsync();

        Assert.Equal((30, 40, 70), (Used(house, LimitUnit.InputTokens), Used(house, LimitUnit.OutputTokens), Used(house, LimitUnit.TotalTokens)));
        Assert.Equal(0, house.Limits.Count(LimitUnit.TotalTokens).Reserved);
    }

    [Fact]
    public async Task Tokens_ThatACallMayUse_AreReservedWhileItRuns()
    {
        var release = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async http =>
        {
            await release.Task;
            await Upstream.JsonAsync(http, GivenLimits.Answer(1, 1));
        });
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(upstream.BaseUrl), GivenLimits.Rule(LimitUnit.OutputTokens, 15)));

        var held = house.ChatAsync(Chat);
        await Eventually.HoldsAsync(() => house.Live.Calls == 1 && house.Limits.States.Count == 1 && house.Limits.Count(LimitUnit.OutputTokens).Reserved == 10, "ten tokens are reserved");
        using var refused = await house.ChatAsync(Chat);
        release.SetResult();
        using var passed = await held;
        await house.WhenQuietAsync();
        using var next = await house.ChatAsync(Chat);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Call_ThatAloneWantsMoreThanTheLimit_IsToldSoWithoutATime()
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(1, 1));
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(upstream.BaseUrl), GivenLimits.Rule(LimitUnit.OutputTokens, 9)));

        using var refused = await house.ChatAsync(Chat);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Retry-After"));
        Assert.Contains("this call alone", (await SidecarHouse.ErrorOfAsync(refused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Money_IsCountedByThePriceOfWhoAnswered()
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(100, 10));
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(GivenLimits.Priced(upstream.BaseUrl, 2.5m, 10m), GivenLimits.Rule(LimitUnit.Usd, 1_000_000_000)));

        using var answer = await house.ChatAsync(Chat);
        await house.WhenQuietAsync();

        Assert.Equal((100 * 2500) + (10 * 10_000), Used(house, LimitUnit.Usd));
    }

    [Theory]
    [InlineData(UnknownPrice.Deny, HttpStatusCode.Forbidden)]
    [InlineData(UnknownPrice.Estimate, HttpStatusCode.Forbidden)]
    [InlineData(UnknownPrice.Zero, HttpStatusCode.OK)]
    public async Task Money_OfAModelWithoutAPrice_IsWhatTheLimitSays(UnknownPrice unknown, HttpStatusCode status)
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(100, 10));
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(GivenLimits.Priced(upstream.BaseUrl, null, null),
            GivenLimits.Rule(LimitUnit.Usd, 1_000_000_000, rule => rule with { UnknownPrice = unknown })));

        using var answer = await house.ChatAsync(Chat);

        Assert.Equal(status, answer.StatusCode);
        if (status != HttpStatusCode.OK) Assert.Equal("price_unknown", (await SidecarHouse.ErrorOfAsync(answer)).Code);
    }

    [Fact]
    public async Task AuditingLimit_ThatIsReached_OnlyRecords()
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(1, 1));
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(upstream.BaseUrl), GivenLimits.Rule(LimitUnit.Requests, 1, rule => rule with { Audit = true })));

        using var first = await house.ChatAsync(Chat);
        await house.Records.LinesAsync(1);
        using var second = await house.ChatAsync(Chat);
        var lines = await house.Records.LinesAsync(2);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.DoesNotContain("wouldRefuse", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"limits\":[{\"limit\":\"shop/base/Requests\",\"action\":\"wouldRefuse\"}]", lines[1], StringComparison.Ordinal);
        Assert.Contains("aigateway_limit_reached_total{limit=\"shop/base/Requests\",scope=\"pod\",mode=\"audit\"} 1", house.Metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConcurrentCalls_BeyondTheLimit_AreRefusedUntilOneEnds()
    {
        var release = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async http =>
        {
            await release.Task;
            await Upstream.JsonAsync(http, GivenLimits.Answer(1, 1));
        });
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(upstream.BaseUrl), GivenLimits.Rule(LimitUnit.ConcurrentCalls, 1)));

        var held = house.ChatAsync(Chat);
        await Eventually.HoldsAsync(() => upstream.Calls.Count == 1, "the first call is under way");
        using var refused = await house.ChatAsync(Chat);
        release.SetResult();
        using var passed = await held;
        await house.WhenQuietAsync();
        using var next = await house.ChatAsync(Chat);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (refused.StatusCode, next.StatusCode));
    }

    [Fact]
    public async Task Stream_ThatOutgrowsTheLimit_IsCutInItsDialectAndSettled()
    {
        await using var upstream = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            while (true)
            {
                await Upstream.EventAsync(http, """{"choices":[{"index":0,"delta":{"content":"a"}}]}""");
                await Task.Delay(1, http.RequestAborted);
            }
        });
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(Given.Target(upstream.BaseUrl), GivenLimits.Rule(LimitUnit.OutputTokens, 1100)));

        using var answer = await house.ChatAsync("""{"model":"fast","stream":true,"messages":[]}""");
        var text = await answer.Content.ReadAsStringAsync();
        await house.WhenQuietAsync();
        var record = await house.Records.SingleAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("limit_reached", text[text.LastIndexOf("data:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal(("denied", "limit_reached", "cut"), (record.GetProperty("decision").GetString(), record.GetProperty("reason").GetString(), record.GetProperty("ended").GetString()));
        var count = house.Limits.Count(LimitUnit.OutputTokens);
        Assert.Equal(record.GetProperty("usage").GetProperty("gen_ai.usage.output_tokens").GetInt64(), count.Used);
        Assert.Equal(0, count.Reserved);
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    private static long Used(SidecarHouse house, LimitUnit unit) => house.Limits.Count(unit).Used;
}
