using System.Net;
using AiGateway.Contracts.Guardrails;
using AiGateway.Rig;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Requests that somebody else judges: before they go out, or beside.</summary>
public sealed class CalledInputTests
{
    private const string Ask = """{"model":"fast","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"hello"}]}""";
    private const string AskStream = """{"model":"fast","stream":true,"messages":[{"role":"user","content":"hello"}]}""";
    private const string Allow = """{"version":"v1","verdict":"allow"}""";
    private const string Deny = """{"version":"v1","verdict":"deny","label":"OFF_TOPIC"}""";

    private readonly TaskCompletionSource _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_Found_TheProviderNeverHears()
    {
        await using var webhook = await Upstream.OfJsonAsync(Deny);
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook)));

        using var answer = await house.ChatAsync(Ask);

        Assert.Equal((HttpStatusCode.BadRequest, "guardrail_denied"), (answer.StatusCode, (await SidecarHouse.ErrorOfAsync(answer)).Code));
        Assert.Empty(provider.Calls);
        Assert.Contains("\"place\":\"systemPrompt\",\"text\":\"Be brief.\"", webhook.Call.Text, StringComparison.Ordinal);
        Assert.Contains("\"place\":\"input\",\"text\":\"hello\"", webhook.Call.Text, StringComparison.Ordinal);
        Assert.Contains("aigateway_guard_calls_total{check=\"webhook\",outcome=\"found\"} 1", house.Metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailureAction.Deny, HttpStatusCode.ServiceUnavailable, 0)]
    [InlineData(FailureAction.Allow, HttpStatusCode.OK, 1)]
    public async Task Before_Failed_FollowsOnFailure(FailureAction onFailure, HttpStatusCode status, int calls)
    {
        await using var webhook = await Upstream.OfJsonAsync("", 500);
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook, rule => rule with { OnFailure = onFailure })));

        using var answer = await house.ChatAsync(Ask);

        Assert.Equal((status, calls), (answer.StatusCode, provider.Calls.Count));
    }

    [Fact]
    public async Task Beside_Allowed_NothingPassesBeforeTheVerdict()
    {
        await using var webhook = await WaitingAsync(Allow);
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook, Beside)));

        var asking = house.ChatAsync(Ask);
        await Eventually.HoldsAsync(() => webhook.Calls.Count == 1 && provider.Calls.Count == 1, "both are asked at the same time");
        await WhenAnsweredAsync(house);
        Assert.False(asking.IsCompleted);
        _verdict.SetResult();

        using var answer = await asking;
        Assert.Equal(GivenAnswers.Chat("hi"), await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Beside_Found_TheProviderWorkedAndItsUsageCounts()
    {
        await using var webhook = await WaitingAsync(Deny);
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook, Beside)));

        var asking = house.ChatAsync(Ask);
        await Eventually.HoldsAsync(() => webhook.Calls.Count == 1 && provider.Calls.Count == 1, "both are asked at the same time");
        _verdict.SetResult();

        using var answer = await asking;
        Assert.Equal((HttpStatusCode.BadRequest, "guardrail_denied"), (answer.StatusCode, (await SidecarHouse.ErrorOfAsync(answer)).Code));
        var record = await house.Records.SingleAsync();
        var usage = record.GetProperty("usage");
        Assert.Equal(("cut", "reported", 12), (record.GetProperty("ended").GetString(), usage.GetProperty("source").GetString(), usage.GetProperty("gen_ai.usage.input_tokens").GetInt32()));
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Beside_FoundOfAStream_ItIsCutAndEstimated()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var webhook = await WaitingAsync(Deny);
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.RequestAborted.Register(gone.SetResult);
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, GivenAnswers.Piece("hi"));
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook, Beside)));

        var asking = house.ChatAsync(AskStream);
        await Eventually.HoldsAsync(() => provider.Calls.Count == 1, "the provider is asked");
        _verdict.SetResult();

        using var answer = await asking;
        Assert.Equal((HttpStatusCode.BadRequest, "guardrail_denied"), (answer.StatusCode, (await SidecarHouse.ErrorOfAsync(answer)).Code));
        await gone.Task.WithinBoundAsync();
        Assert.Equal("estimated", (await house.Records.SingleAsync()).GetProperty("usage").GetProperty("source").GetString());
    }

    [Theory]
    [InlineData(CallTiming.Before)]
    [InlineData(CallTiming.Beside)]
    public async Task AgentHangsUp_WhileAVerdictIsAwaited_EndsTheQuestion(CallTiming timing)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var webhook = await Upstream.StartAsync(async http =>
        {
            http.RequestAborted.Register(gone.SetResult);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook, rule => rule with { Webhook = rule.Webhook! with { Timing = timing } })));
        using var patience = new CancellationTokenSource();

        var asking = house.ChatAsync(new StringContent(Ask, null, "application/json"), cancellationToken: patience.Token);
        await Eventually.HoldsAsync(() => webhook.Calls.Count == 1, "the webhook is asked");
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await gone.Task.WithinBoundAsync();
        Assert.Equal("agent_gone", (await house.Records.SingleAsync()).GetProperty("ended").GetString());
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task SnapshotSwapped_WhileAVerdictIsAwaited_ItsDenialHolds()
    {
        await using var webhook = await WaitingAsync(Allow);
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook)));

        var asking = house.ChatAsync(Ask);
        await Eventually.HoldsAsync(() => webhook.Calls.Count == 1, "the webhook is asked");
        house.Snapshots.Swap(Given.Snapshot([Given.Policy("base", "other")], Given.Route(["fast"], Given.Target(provider.BaseUrl))));
        _verdict.SetResult();

        using var answer = await asking;
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(provider.Calls);
    }

    [Fact]
    public async Task SnapshotSwapped_WithoutTheGuardrail_TheCallKeepsItsOwn()
    {
        await using var webhook = await WaitingAsync(Deny);
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook)));

        var asking = house.ChatAsync(Ask);
        await Eventually.HoldsAsync(() => webhook.Calls.Count == 1, "the webhook is asked");
        house.Snapshots.Swap(Given.Fast(Given.Target(provider.BaseUrl)));
        _verdict.SetResult();

        using var answer = await asking;
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Judge_UsageOfIts_IsCountedApart()
    {
        await using var judge = await Upstream.OfJsonAsync(GivenAnswers.Chat("""{"verdict":"allow"}"""));
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, GivenCalled.Check(GivenCalled.Judge() with { On = [GuardPlace.Input] }, GivenCalled.Judges(Given.Target(judge.BaseUrl)))));

        using var answer = await house.ChatAsync(Ask);

        var record = await house.Records.SingleAsync();
        var own = Assert.Single(record.GetProperty("guardUsage").EnumerateArray());
        Assert.Equal(("shop/outside", "llmJudge", "reported", 12, 3),
            (own.GetProperty("guardrail").GetString(), own.GetProperty("type").GetString(), own.GetProperty("source").GetString(),
                own.GetProperty("gen_ai.usage.input_tokens").GetInt32(), own.GetProperty("gen_ai.usage.output_tokens").GetInt32()));
        Assert.Equal(12, record.GetProperty("usage").GetProperty("gen_ai.usage.input_tokens").GetInt32());
        var report = house.Totals.ToReport("e", 1);
        Assert.Equal((12, 12L, 3L), (report.InputTokens, report.GuardInputTokens, report.GuardOutputTokens));
        Assert.Contains("aigateway_guard_tokens_total{check=\"llmJudge\",gen_ai_provider_name=\"openai\",gen_ai_token_type=\"output\"} 3", house.Metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_MoreThanAnyCheckSends_IsNotEvenDecoded()
    {
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook)));

        using var answer = await house.ChatAsync($$"""{"model":"fast","messages":[{"role":"user","content":"{{new string('x', 7 * 1024 * 1024)}}"}]}""");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "guardrail_failed"), (answer.StatusCode, (await SidecarHouse.ErrorOfAsync(answer)).Code));
        Assert.Empty(webhook.Calls);
        Assert.Contains("aigateway_guard_calls_total{check=\"webhook\",outcome=\"too_large\"} 1", house.Metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_WhatIsMasked_IsJudgedMasked()
    {
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(Given.Snapshot([Given.Policy("base", "fast")],
            GivenCalled.Guarded(Given.Route(["fast"], Given.Target(provider.BaseUrl)), [WordCheck.Of("hello", GuardAction.Mask)], Check(webhook))));

        using var answer = await house.ChatAsync(Ask);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"text\":\"[WORD]\"", webhook.Call.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", webhook.Call.Text, StringComparison.Ordinal);
    }

    private static CheckRule Beside(CheckRule rule) => rule with { Webhook = rule.Webhook! with { Timing = CallTiming.Beside } };

    private static CalledCheck Check(Upstream webhook, Func<CheckRule, CheckRule>? vary = null)
    {
        var rule = GivenCalled.Webhook(settings => settings with { TimeoutMilliseconds = 20_000 }) with { On = [GuardPlace.Input, GuardPlace.SystemPrompt] };
        return GivenCalled.Check(vary?.Invoke(rule) ?? rule, GivenCalled.Account(webhook.BaseUrl));
    }

    private static Snapshot SnapshotOf(Upstream provider, params CalledCheck[] checks) =>
        Given.Snapshot([Given.Policy("base", "fast")], GivenCalled.Guarded(Given.Route(["fast"], Given.Target(provider.BaseUrl)), checks));

    /// <summary>The provider's answer stands at the gateway's door: no other call is under way there, and the gateway still holds this one.</summary>
    private static Task WhenAnsweredAsync(SidecarHouse house) => Eventually.HoldsAsync(() => house.Live.Calls == 1, "the call is under way");

    private Task<Upstream> WaitingAsync(string answer) => Upstream.StartAsync(async http =>
    {
        await _verdict.Task.WaitAsync(http.RequestAborted);
        await Upstream.JsonAsync(http, answer);
    });
}
