using System.Net;
using AiGateway.Contracts.Guardrails;
using AiGateway.Rig;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Answers that somebody else judges: held back whole where one may deny them, streams too.</summary>
public sealed class CalledOutputTests
{
    private const string Ask = """{"model":"fast","messages":[{"role":"user","content":"hello"}]}""";
    private const string AskStream = """{"model":"fast","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hello"}]}""";
    private const string Allow = """{"version":"v1","verdict":"allow"}""";
    private const string Deny = """{"version":"v1","verdict":"deny","label":"OFF_TOPIC"}""";

    private readonly TaskCompletionSource _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_Found_NothingOfItLeaves()
    {
        await using var webhook = await Upstream.OfJsonAsync(Deny);
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("the answer"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook)));

        using var answer = await house.ChatAsync(Ask);

        Assert.Equal((HttpStatusCode.BadRequest, "guardrail_denied"), (answer.StatusCode, (await SidecarHouse.ErrorOfAsync(answer)).Code));
        Assert.Contains("\"direction\":\"answer\"", webhook.Call.Text, StringComparison.Ordinal);
        Assert.Contains("\"texts\":[{\"id\":\"t0\",\"place\":\"output\",\"text\":\"the answer\"}]", webhook.Call.Text, StringComparison.Ordinal);
        var record = await house.Records.SingleAsync();
        Assert.Equal(("cut", "reported", 0), (record.GetProperty("ended").GetString(), record.GetProperty("usage").GetProperty("source").GetString(), record.GetProperty("bytesOut").GetInt32()));
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Whole_Allowed_PassesByteForByte()
    {
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("the answer"));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook)));

        using var answer = await house.ChatAsync(Ask);

        Assert.Equal(GivenAnswers.Chat("the answer"), await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Stream_Allowed_IsHeldWholeAndThenPassesAsItCame()
    {
        await using var webhook = await WaitingAsync(Allow);
        string[] events = [GivenAnswers.Piece("one "), GivenAnswers.Piece("other", choice: 1), GivenAnswers.Piece("two"), GivenAnswers.Arguments("""{"to":"""), .. GivenAnswers.End];
        await using var provider = await Upstream.OfEventsAsync(events);
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook)));

        var asking = house.ChatAsync(AskStream);
        await Eventually.HoldsAsync(() => webhook.Calls.Count == 1, "the webhook is asked");
        Assert.False(asking.IsCompleted); // Not even its head.
        _verdict.SetResult();

        using var answer = await asking;
        Assert.Equal(string.Concat(events.Select(text => $"data: {text}\n\n")), await answer.Content.ReadAsStringAsync(Stop));
        foreach (var text in (string[])["\"text\":\"one two\"", "\"text\":\"other\"", "\"place\":\"toolArguments\",\"text\":\"{\\u0022to\\u0022:\""])
            Assert.Contains(text, webhook.Call.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_Found_IsRefusedWithAStatus()
    {
        await using var webhook = await Upstream.OfJsonAsync(Deny);
        await using var provider = await Upstream.OfEventsAsync([GivenAnswers.Piece("one "), .. GivenAnswers.End]);
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook)));

        using var answer = await house.ChatAsync(AskStream);

        Assert.Equal((HttpStatusCode.BadRequest, "guardrail_denied"), (answer.StatusCode, (await SidecarHouse.ErrorOfAsync(answer)).Code));
        Assert.Equal("reported", (await house.Records.SingleAsync()).GetProperty("usage").GetProperty("source").GetString());
    }

    [Fact]
    public async Task Stream_DeniedInTheProcess_IsRefusedWithAStatusToo()
    {
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        await using var provider = await Upstream.OfEventsAsync([GivenAnswers.Piece("one ti"), GivenAnswers.Piece("ger two"), .. GivenAnswers.End]);
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, [WordCheck.Of("tiger", GuardAction.Deny, GuardPlace.Output)], Check(webhook)));

        using var answer = await house.ChatAsync(AskStream);

        var (code, message, _) = await SidecarHouse.ErrorOfAsync(answer);
        Assert.Equal((HttpStatusCode.BadRequest, "guardrail_denied"), (answer.StatusCode, code));
        Assert.Contains("shop/words", message, StringComparison.Ordinal);
        Assert.Empty(webhook.Calls);
    }

    [Fact]
    public async Task Stream_WithValuesTurnedBack_IsJudgedByTheirMasks()
    {
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        await using var provider = await Upstream.OfEventsAsync([GivenAnswers.Piece("say [WO"), GivenAnswers.Piece("RD_1] twice"), .. GivenAnswers.End]);
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, [WordCheck.Reversible("hello", GuardPlace.Input)], Check(webhook)));

        using var answer = await house.ChatAsync(AskStream);
        var text = await answer.Content.ReadAsStringAsync(Stop);

        Assert.DoesNotContain("[WORD_1]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", provider.Call.Text, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"say [WORD_1] twice\"", webhook.Call.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatBreaksOff_IsNotReleased()
    {
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, GivenAnswers.Piece("one "));
            http.Abort();
        });
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook)));

        using var answer = await house.ChatAsync(AskStream);

        Assert.Contains((await SidecarHouse.ErrorOfAsync(answer)).Code, (string[])["stream_broken", "provider_failed"]); // The cut may overtake the piece.
        Assert.Empty(webhook.Calls);
    }

    [Fact]
    public async Task Stream_OnlyFlagged_WaitsForNobody()
    {
        await using var webhook = await WaitingAsync(Deny);
        string[] events = [GivenAnswers.Piece("one "), .. GivenAnswers.End];
        await using var provider = await Upstream.OfEventsAsync(events);
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook, rule => rule with { Action = GuardAction.Flag, OnFailure = FailureAction.Allow })));

        using var answer = await house.ChatAsync(AskStream);
        Assert.Equal(string.Concat(events.Select(text => $"data: {text}\n\n")), await answer.Content.ReadAsStringAsync(Stop)); // Though nobody has spoken.
        _verdict.SetResult();

        Assert.Equal("completed", (await house.Records.SingleAsync()).GetProperty("ended").GetString());
        Assert.Contains("aigateway_guard_calls_total{check=\"webhook\",outcome=\"found\"} 1", house.Metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailureAction.Deny, true)]
    [InlineData(FailureAction.Deny, false)]
    [InlineData(FailureAction.Allow, true)]
    [InlineData(FailureAction.Allow, false)]
    public async Task Answer_LongerThanIsHeld_FollowsOnFailure(FailureAction onFailure, bool stream)
    {
        var pieces = Enumerable.Range(0, 9).Select(_ => GivenAnswers.Piece(new string('x', 512 * 1024))).ToArray();
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        await using var provider = stream ? await Upstream.OfEventsAsync([.. pieces, .. GivenAnswers.End]) : await Upstream.OfJsonAsync(GivenAnswers.Chat(string.Concat(pieces)));
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook, rule => rule with { OnFailure = onFailure })));

        using var answer = await house.ChatAsync(stream ? AskStream : Ask);
        var text = await answer.Content.ReadAsStringAsync(Stop);

        if (onFailure == FailureAction.Deny) Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (answer.StatusCode, text.Contains("guardrail_failed", StringComparison.Ordinal)));
        else Assert.Equal(stream ? string.Concat(pieces.Concat(GivenAnswers.End).Select(piece => $"data: {piece}\n\n")) : GivenAnswers.Chat(string.Concat(pieces)), text);
        Assert.Empty(webhook.Calls);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task AgentHangsUp_WhileAVerdictIsAwaited_EndsTheQuestion()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var webhook = await Upstream.StartAsync(async http =>
        {
            http.RequestAborted.Register(gone.SetResult);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await using var provider = await Upstream.OfEventsAsync([GivenAnswers.Piece("one "), .. GivenAnswers.End]);
        await using var house = await SidecarHouse.OpenAsync(SnapshotOf(provider, Check(webhook)));
        using var patience = new CancellationTokenSource();

        var asking = house.ChatAsync(new StringContent(AskStream, null, "application/json"), cancellationToken: patience.Token);
        await Eventually.HoldsAsync(() => webhook.Calls.Count == 1, "the webhook is asked");
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await gone.Task.WithinBoundAsync();
        Assert.Equal(("agent_gone", "reported"), await EndOfAsync(house));
        await house.WhenQuietAsync();
    }

    private static async Task<(string? Ended, string? Source)> EndOfAsync(SidecarHouse house)
    {
        var record = await house.Records.SingleAsync();
        return (record.GetProperty("ended").GetString(), record.GetProperty("usage").GetProperty("source").GetString());
    }

    private static CalledCheck Check(Upstream webhook, Func<CheckRule, CheckRule>? vary = null)
    {
        var rule = GivenCalled.Webhook(settings => settings with { TimeoutMilliseconds = 20_000 }) with { On = [GuardPlace.Output, GuardPlace.ToolArguments] };
        return GivenCalled.Check(vary?.Invoke(rule) ?? rule, GivenCalled.Account(webhook.BaseUrl));
    }

    private static Snapshot SnapshotOf(Upstream provider, params CalledCheck[] checks) => SnapshotOf(provider, [], checks);

    private static Snapshot SnapshotOf(Upstream provider, TextCheck[] texts, params CalledCheck[] checks) =>
        Given.Snapshot([Given.Policy("base", "fast")], GivenCalled.Guarded(Given.Route(["fast"], Given.Target(provider.BaseUrl)), texts, checks));

    private Task<Upstream> WaitingAsync(string answer) => Upstream.StartAsync(async http =>
    {
        await _verdict.Task.WaitAsync(http.RequestAborted);
        await Upstream.JsonAsync(http, answer);
    });
}
