using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Tests.Fixtures;
using AiGateway.Sidecar.Tests.Pipeline.Guarding;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>A call that somebody else judges, who takes his time: rules that hold its agent end it at once, before it was sent, and whoever was asked is asked no more.</summary>
public sealed class HeldInCheckTests
{
    private const string Ask = """{"model":"fast","messages":[{"role":"user","content":"hello"}]}""";

    private static readonly PolicyRule s_policy = Given.Policy("base", "fast");

    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(CheckTypes.Webhook, Quarantine.None, "agent_suspended")]
    [InlineData(CheckTypes.OpenAiModeration, Quarantine.NoModels, "agent_quarantined")]
    [InlineData(CheckTypes.BedrockGuardrail, Quarantine.None, "agent_suspended")]
    [InlineData(CheckTypes.LlmJudge, Quarantine.All, "agent_quarantined")]
    public async Task Check_HeldWhileItIsAsked_IsCutAtOnceAndSaysWhoHolds(string type, Quarantine quarantine, string reason)
    {
        await using var judge = await SilentAsync();
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        var open = Given.Snapshot([s_policy], GivenCalled.Guarded(Given.Route(["fast"], Given.Target(provider.BaseUrl)), CheckOf(type, judge)));
        await using var house = await SidecarHouse.OpenAsync(open);

        var asking = house.ChatAsync(Ask);
        await Eventually.HoldsAsync(() => judge.Calls.Count == 1, "the check is asked");
        house.Snapshots.Swap(open.Held(quarantine == Quarantine.None ? GivenHolds.Suspended : GivenHolds.In(quarantine), s_policy));

        using var answer = await asking.WithinBoundAsync();
        Assert.Equal((403, reason), ((int)answer.StatusCode, (await SidecarHouse.ErrorOfAsync(answer)).Code));
        await _left.Task.WithinBoundAsync();
        Assert.Empty(provider.Calls);
        var record = await house.Records.SingleAsync();
        Assert.Equal(("denied", reason, "Agent shop/deployment-a"), (Text(record, "decision"), Text(record, "reason"), Text(record.GetProperty("held"), "by")));
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Arguments_HeldWhileTheyAreJudged_IsCutAtOnceInItsProtocol()
    {
        await using var judge = await SilentAsync();
        await using var server = await Upstream.OfJsonAsync("{}");
        await using var tools = await GuardedTools.OpenAsync(new GuardPlan([], [CheckOf(CheckTypes.Webhook, judge)]), server);
        var open = tools.House.Snapshots.Current!;

        var asking = tools.CallAsync("refund");
        await Eventually.HoldsAsync(() => judge.Calls.Count == 1, "the check is asked");
        tools.House.Snapshots.Swap(open.Held(GivenHolds.In(Quarantine.NoTools), Given.Policy("agents")));

        var (text, isError) = GuardedTools.ResultOf(await asking.WithinBoundAsync());
        Assert.True(isError);
        Assert.Contains("in quarantine (NoTools) by Agent shop/deployment-a", text, StringComparison.Ordinal);
        Assert.Empty(server.Calls);
        Assert.Equal("agent_quarantined", Text(await tools.House.Records.SingleAsync(), "reason"));
    }

    [Fact]
    public async Task Check_TheSidecarStopsWhileItIsAsked_IsCutAtOnce()
    {
        await using var judge = await SilentAsync();
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        await using var house = await SidecarHouse.OpenAsync(Given.Snapshot([s_policy], GivenCalled.Guarded(Given.Route(["fast"], Given.Target(provider.BaseUrl)), CheckOf(CheckTypes.Webhook, judge))));

        var asking = house.ChatAsync(Ask);
        await Eventually.HoldsAsync(() => judge.Calls.Count == 1, "the check is asked");
        house.Live.CutAll(new Refusal(RefusalReason.NotReady, "The sidecar is stopping."));

        using var answer = await asking.WithinBoundAsync();
        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Empty(provider.Calls);
        await house.WhenQuietAsync();
    }

    /// <summary>What the check had not to do with: the call of a held agent beside one that is not asked about.</summary>
    [Fact]
    public async Task Check_RulesChangedAndStillAllow_GoesOn()
    {
        var verdict = new TaskCompletionSource();
        await using var judge = await Upstream.StartAsync(async http =>
        {
            await verdict.Task.WaitAsync(http.RequestAborted);
            await Upstream.JsonAsync(http, """{"version":"v1","verdict":"allow"}""");
        });
        await using var provider = await Upstream.OfJsonAsync(GivenAnswers.Chat("hi"));
        var open = Given.Snapshot([s_policy], GivenCalled.Guarded(Given.Route(["fast"], Given.Target(provider.BaseUrl)), CheckOf(CheckTypes.Webhook, judge)));
        await using var house = await SidecarHouse.OpenAsync(open);

        var asking = house.ChatAsync(Ask);
        await Eventually.HoldsAsync(() => judge.Calls.Count == 1, "the check is asked");
        house.Snapshots.Swap(open.Held(GivenHolds.In(Quarantine.NoTools), s_policy));
        verdict.SetResult();

        using var answer = await asking;
        Assert.Equal(200, (int)answer.StatusCode);
    }

    private static CalledCheck CheckOf(string type, Upstream judge)
    {
        var account = GivenCalled.Account(judge.BaseUrl);
        return type switch
        {
            CheckTypes.LlmJudge => GivenCalled.Check(GivenCalled.Judge() with { On = [GuardPlace.Input] }, GivenCalled.Judges(Given.Target(judge.BaseUrl))),
            CheckTypes.OpenAiModeration => GivenCalled.Check(GivenCalled.Moderation(settings => settings with { TimeoutMilliseconds = 20_000 }) with { On = [GuardPlace.Input] }, account),
            CheckTypes.BedrockGuardrail => GivenCalled.Check(Patient(GivenCalled.Bedrock()) with { On = [GuardPlace.Input] }, account),
            _ => GivenCalled.Check(GivenCalled.Webhook(settings => settings with { TimeoutMilliseconds = 20_000 }) with { On = [GuardPlace.Input, GuardPlace.ToolArguments] }, account),
        };
    }

    private static CheckRule Patient(CheckRule bedrock) => bedrock with { BedrockGuardrail = bedrock.BedrockGuardrail! with { TimeoutMilliseconds = 20_000 } };

    /// <summary>One who never answers, and notices that nobody waits for him.</summary>
    private Task<Upstream> SilentAsync() => Upstream.StartAsync(async http =>
    {
        http.RequestAborted.Register(() => _left.TrySetResult());
        await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
    });

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
