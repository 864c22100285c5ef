using AiGateway.Contracts.Limits;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Guarding;

/// <summary>What a model that judges is taken to have used, however a try at it ended: as every other call is.</summary>
public sealed class JudgeUseTests
{
    /// <summary>The most that a judge is asked for.</summary>
    private const long Most = 1024;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("no connection", -1)]
    [InlineData("an error", -1)]
    [InlineData("no answer, then reset", Most)]
    [InlineData("headers, then reset", Most)]
    [InlineData("half of the answer, then reset", Most)]
    [InlineData("something else", Most)]
    [InlineData("too long", Most)]
    public async Task Try_ThatGaveNoAnswer_CountsAsAskedWhereItMayBeBilled(string end, long output)
    {
        await using var model = await Upstream.StartAsync(http => EndAsync(http, end));
        var target = Given.Target(end == "no connection" ? new("http://127.0.0.1:1/v1") : model.BaseUrl);
        var plan = PlanOf(target);
        using var checks = GivenCalled.Checks();

        Assert.NotNull(await checks.JudgeAsync(GivenCalled.Judged(plan), Stop));

        if (output < 0)
        {
            Assert.Empty(plan.Guard!.Usage);
            return;
        }

        AssertUntold(Assert.Single(plan.Guard!.Usage), model, output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Try_Stopped_CountsAsAskedForTheCallThatIsJudged(bool agentLeaves)
    {
        var (clock, meters) = (new ManualTime(), new GuardCallMeters());
        await using var model = await Upstream.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        var plan = PlanOf(GivenLimits.Priced(model.BaseUrl, 1m, 2m));
        using var checks = GivenCalled.Checks(clock, meters);
        using var agent = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var judging = checks.JudgeAsync(GivenCalled.Judged(plan), agent.Token);
        await Eventually.HoldsAsync(() => model.Calls.Count == 1, "the model is asked");
        if (agentLeaves) await agent.CancelAsync();
        else clock.Advance(TimeSpan.FromSeconds(10));

        if (agentLeaves) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging.AsTask());
        else Assert.Equal(RefusalReason.GuardFailed, (await judging)?.Reason);
        var usage = Assert.Single(plan.Guard!.Usage);
        AssertUntold(usage, model, Most);
        Assert.Contains(meters.Tokens.Read(), sample => sample == ("check=\"llmJudge\",gen_ai_provider_name=\"openai\",gen_ai_token_type=\"output\"", Most));
        var record = new CallRecord("c", default, 0) { Call = plan.Permit.Call, Plan = plan };
        var use = CallUse.Of(record);
        Assert.Equal(new Spent(usage.Input + Most, usage.Input + Most), use.Of(LimitOf(LimitUnit.TotalTokens), 0));
        Assert.Equal(new Spent((usage.Input * 1000) + (Most * 2000), (usage.Input * 1000) + (Most * 2000)), use.Of(LimitOf(LimitUnit.Usd), 0));
    }

    /// <summary>The route's parameters say how much may come: overrides do, and no default stands above what the question says itself.</summary>
    [Theory]
    [InlineData("""{"max_tokens":9000}""", null, Most)]
    [InlineData(null, """{"max_tokens":9000}""", 9000)]
    [InlineData(null, """{"n":3}""", 3 * Most)]
    public async Task Try_OfARouteWithParameters_CountsWhatWasAsked(string? defaults, string? overrides, long output)
    {
        await using var model = await Upstream.OfJsonAsync("what?");
        var plan = PlanOf(new Target { Provider = Given.Target(model.BaseUrl).Provider, Model = null, ModelJson = null, Parameters = [new() { Defaults = Json(defaults), Overrides = Json(overrides), Remove = [] }] });
        using var checks = GivenCalled.Checks();

        Assert.NotNull(await checks.JudgeAsync(GivenCalled.Judged(plan), Stop));

        AssertUntold(Assert.Single(plan.Guard!.Usage), model, output);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":12,"completion_tokens":0}""", false, 12, 4)]
    [InlineData("""{"prompt_tokens":0,"completion_tokens":0}""", false, -1, 4)]
    [InlineData("""{"prompt_tokens":12,"completion_tokens":1}""", true, 12, 1)]
    public async Task Answer_ThatTellsNoTokenOfItsText_IsNotBelieved(string told, bool isReported, long input, long output)
    {
        await using var model = await Upstream.OfJsonAsync("""{"choices":[{"index":0,"message":{"role":"assistant","content":"{\"verdict\":\"allow\"}"},"finish_reason":"stop"}],"usage":""" + told + "}");
        var plan = PlanOf(Given.Target(model.BaseUrl));
        using var checks = GivenCalled.Checks();

        Assert.Null(await checks.JudgeAsync(GivenCalled.Judged(plan), Stop));

        var usage = Assert.Single(plan.Guard!.Usage);
        Assert.Equal((isReported, input < 0 ? model.Call.Body.Length / 4 : input, output), (usage.IsReported, usage.Input, usage.Output));
    }

    private static void AssertUntold(GuardUsage usage, Upstream model, long output) =>
        Assert.Equal((false, model.Call.Body.Length / 4, output), (usage.IsReported, usage.Input, usage.Output));

    private static Limit LimitOf(LimitUnit unit) => new(GivenLimits.Rule(unit, 1_000_000), false);

    private static System.Text.Json.JsonElement? Json(string? text) => text is null ? null : System.Text.Json.JsonDocument.Parse(text).RootElement;

    private static Plan PlanOf(params Target[] targets) => GivenCalled.Plan(GivenCalled.Check(GivenCalled.Judge(), GivenCalled.Judges(targets)));

    private static async Task EndAsync(HttpContext http, string end)
    {
        http.Response.StatusCode = end == "an error" ? 500 : 200;
        if (end == "headers, then reset") await http.Response.StartAsync();
        if (end == "half of the answer, then reset") await http.Response.WriteAsync("{\"id\":");
        if (end == "something else") await http.Response.WriteAsync("what?");
        if (end == "too long") await http.Response.WriteAsync(GivenAnswers.Chat(new string('x', 70_000)));
        if (end == "an error") await http.Response.WriteAsync("{}");
        if (end != "no answer, then reset") await http.Response.Body.FlushAsync();
        if (end.EndsWith("reset", StringComparison.Ordinal)) http.Abort();
    }
}
