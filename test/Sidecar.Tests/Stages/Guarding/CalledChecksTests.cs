using AiGateway.Contracts.Guardrails;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Guarding;

/// <summary>What becomes of a call by what somebody else says, or does not say.</summary>
public sealed class CalledChecksTests
{
    private const string Allow = """{"version":"v1","verdict":"allow"}""";
    private const string Deny = """{"version":"v1","verdict":"deny","label":"OFF_TOPIC"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JudgeAsync_NothingFound_LetsThemPass()
    {
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        var plan = PlanOf(webhook);

        Assert.Null(await JudgeAsync(plan));
        Assert.Empty(plan.Guard!.Findings);
    }

    [Fact]
    public async Task JudgeAsync_Found_IsDeniedByNameAndLabel()
    {
        await using var webhook = await Upstream.OfJsonAsync(Deny);
        var plan = PlanOf(webhook);

        var refusal = await JudgeAsync(plan);

        Assert.Equal(RefusalReason.GuardDenied, refusal?.Reason);
        Assert.Equal("The text of the request was refused by the guardrail 'shop/outside' (checks[0], webhook: OFF_TOPIC).", refusal?.Message);
        Assert.Equal(("OFF_TOPIC", GuardPlace.Input, 1), (plan.Guard!.Findings.Single().Label, plan.Guard.Findings.Single().Place, plan.Guard.Findings.Single().Count));
    }

    [Theory]
    [InlineData(GuardAction.Flag, CheckMode.Enforce)]
    [InlineData(GuardAction.Deny, CheckMode.Shadow)]
    public async Task JudgeAsync_FoundByWhoDoesNotDeny_IsRecordedAndPasses(GuardAction action, CheckMode mode)
    {
        await using var webhook = await Upstream.OfJsonAsync(Deny);
        var plan = PlanOf(webhook, rule => rule with { Action = action, Mode = mode });

        Assert.Null(await JudgeAsync(plan));
        Assert.Equal("OFF_TOPIC", Assert.Single(plan.Guard!.Findings).Label);
    }

    [Theory]
    [InlineData(500, Allow)]
    [InlineData(201, Allow)]
    [InlineData(307, Allow)]
    [InlineData(200, "")]
    [InlineData(200, "allow")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"verdict":"allow"}""")]
    [InlineData(200, """{"version":"v2","verdict":"allow"}""")]
    [InlineData(200, """{"version":"v1","verdict":"perhaps"}""")]
    [InlineData(200, """{"version":"v1","verdict":"deny","verdict":"allow"}""")]
    [InlineData(200, """{"version":"v1","verdict":"allow"}{}""")]
    [InlineData(200, """{"version":"v1","verdict":["allow"]}""")]
    public async Task JudgeAsync_NoVerdict_FollowsOnFailure(int status, string answer)
    {
        await using var webhook = await Upstream.OfJsonAsync(answer, status);
        var (strict, lenient) = (PlanOf(webhook), PlanOf(webhook, rule => rule with { OnFailure = FailureAction.Allow }));

        var refusal = await JudgeAsync(strict);
        Assert.Equal(RefusalReason.GuardFailed, refusal?.Reason);
        Assert.DoesNotContain("perhaps", refusal?.Message, StringComparison.Ordinal);
        Assert.Null(await JudgeAsync(lenient));
        Assert.Equal(GuardSession.Failed, Assert.Single(lenient.Guard!.Findings).Label);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task JudgeAsync_AnswerTooLong_IsAFailure(bool saysItsLength)
    {
        await using var webhook = await Upstream.StartAsync(http =>
        {
            var answer = Allow + new string(' ', 64 * 1024);
            if (saysItsLength) http.Response.ContentLength = answer.Length;
            return http.Response.WriteAsync(answer);
        });
        var meters = new GuardCallMeters();

        Assert.Equal(RefusalReason.GuardFailed, (await JudgeAsync(PlanOf(webhook), meters: meters))?.Reason);
        Assert.Equal("check=\"webhook\",outcome=\"too_large\"", meters.Calls.Read().Single().Labels);
    }

    [Fact]
    public async Task JudgeAsync_MoreTextThanMayBeSent_IsAFailureAndNotSent()
    {
        await using var webhook = await Upstream.OfJsonAsync(Allow);
        var plan = PlanOf(webhook, rule => rule with { Webhook = rule.Webhook! with { MaxBytes = 10 } });

        using var checks = GivenCalled.Checks();
        var refusal = await checks.JudgeAsync(GivenCalled.Judged(plan, new(GuardPlace.Input, "12345678"), new(GuardPlace.Input, "é2")), Stop);

        Assert.Equal(RefusalReason.GuardFailed, refusal?.Reason);
        Assert.Empty(webhook.Calls);
    }

    [Fact]
    public async Task JudgeAsync_TextsOfOtherPlacesOrBlank_AreNotSent()
    {
        await using var webhook = await Upstream.OfJsonAsync(Deny);
        var plan = PlanOf(webhook, rule => rule with { On = [GuardPlace.ToolResult] });

        using var checks = GivenCalled.Checks();
        Assert.Null(await checks.JudgeAsync(GivenCalled.Judged(plan, new(GuardPlace.Input, "hello"), new(GuardPlace.ToolResult, " \n")), Stop));
        Assert.Empty(webhook.Calls);
    }

    [Fact]
    public async Task JudgeAsync_NobodyThere_IsAFailure()
    {
        var plan = GivenCalled.Plan(GivenCalled.Check(GivenCalled.Webhook(), GivenCalled.Account(new($"http://127.0.0.1:{FreePort.Find()}/"))));

        Assert.Equal(RefusalReason.GuardFailed, (await JudgeAsync(plan))?.Reason);
    }

    [Fact]
    public async Task JudgeAsync_NoAnswerInTime_IsAFailure()
    {
        var clock = new ManualTime();
        await using var webhook = await Upstream.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        var meters = new GuardCallMeters();
        var plan = PlanOf(webhook);

        var judging = JudgeAsync(plan, clock, meters);
        await Eventually.HoldsAsync(() => webhook.Calls.Count == 1, "the webhook is asked");
        Assert.False(judging.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(RefusalReason.GuardFailed, (await judging)?.Reason);
        Assert.Equal("check=\"webhook\",outcome=\"timeout\"", meters.Calls.Read().Single().Labels);
    }

    [Fact]
    public async Task JudgeAsync_SeveralChecks_AreAskedAtTheSameTime()
    {
        var met = new TaskCompletionSource();
        var waiting = 0;
        await using var webhook = await Upstream.StartAsync(async http =>
        {
            if (Interlocked.Increment(ref waiting) == 3) met.SetResult();
            await met.Task; // None is answered before all are here.
            await Upstream.JsonAsync(http, Allow);
        });
        var plan = GivenCalled.Plan([.. Enumerable.Range(0, 3).Select(index => GivenCalled.Check(GivenCalled.Webhook(), GivenCalled.Account(webhook.BaseUrl), index))]);

        Assert.Null(await JudgeAsync(plan).WithinBoundAsync());
        Assert.Equal(3, webhook.Calls.Count);
    }

    [Fact]
    public async Task JudgeAsync_ManyCalls_NoMoreThanMayAreAskedAtOnce()
    {
        const int Most = 128;
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (now, highest, gate) = (0, 0, new Lock());
        await using var webhook = await Upstream.StartAsync(async http =>
        {
            lock (gate)
            {
                highest = Math.Max(highest, ++now);
                if (now == Most) full.TrySetResult();
            }

            await full.Task.WaitAsync(http.RequestAborted);
            lock (gate) now--;
            await Upstream.JsonAsync(http, Allow);
        });
        using var checks = GivenCalled.Checks(new ManualTime());
        var plans = Enumerable.Range(0, Most + 12).Select(_ => PlanOf(webhook)).ToList();

        var refusals = await Task.WhenAll(plans.Select(plan => checks.JudgeAsync(GivenCalled.Judged(plan), Stop).AsTask())).WithinBoundAsync();

        Assert.All(refusals, Assert.Null);
        Assert.Equal((Most + 12, Most), (webhook.Calls.Count, highest));
    }

    [Fact]
    public async Task JudgeAsync_OneFindsAndOneFails_IsDeniedByTheFirstInTheirOrder()
    {
        await using var finds = await Upstream.OfJsonAsync(Deny);
        await using var fails = await Upstream.OfJsonAsync("", 500);
        var plan = GivenCalled.Plan(
            GivenCalled.Check(GivenCalled.Webhook(), GivenCalled.Account(finds.BaseUrl)),
            GivenCalled.Check(GivenCalled.Webhook(), GivenCalled.Account(fails.BaseUrl), 1));

        Assert.Equal(RefusalReason.GuardDenied, (await JudgeAsync(plan))?.Reason);
        Assert.Equal(["OFF_TOPIC", GuardSession.Failed], plan.Guard!.Findings.Select(finding => finding.Label));
    }

    [Fact]
    public async Task JudgeAsync_TokenStopsIt_IsNoFailureOfTheCheck()
    {
        await using var webhook = await Upstream.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        var plan = PlanOf(webhook);
        using var gone = new CancellationTokenSource();
        using var checks = GivenCalled.Checks();

        var judging = checks.JudgeAsync(GivenCalled.Judged(plan), gone.Token).AsTask();
        await Eventually.HoldsAsync(() => webhook.Calls.Count == 1, "the webhook is asked");
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging);
        Assert.Empty(plan.Guard!.Findings);
    }

    private static Plan PlanOf(Upstream webhook, Func<CheckRule, CheckRule>? vary = null)
    {
        var rule = GivenCalled.Webhook();
        return GivenCalled.Plan(GivenCalled.Check(vary?.Invoke(rule) ?? rule, GivenCalled.Account(webhook.BaseUrl)));
    }

    private static async Task<Refusal?> JudgeAsync(Plan plan, TimeProvider? clock = null, GuardCallMeters? meters = null)
    {
        using var checks = GivenCalled.Checks(clock, meters);
        return await checks.JudgeAsync(GivenCalled.Judged(plan), Stop);
    }
}
