using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Fakes;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Guarding;

/// <summary>OpenAI's moderation: which categories count, by its own verdict or by a score.</summary>
public sealed class ModerationCallTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_Texts_AreInputsOfTheirOwn()
    {
        await using var moderation = await Upstream.OfJsonAsync(Answer("{}", "{}", flagged: false, count: 2));

        Assert.Null(await JudgeAsync(moderation.BaseUrl, new(GuardPlace.Input, "a \"quoted\" text"), new(GuardPlace.ToolResult, "another")));

        Assert.Equal(("/v1/moderations", "Bearer " + Given.Key), (moderation.Call.Path, moderation.Call.Headers["Authorization"]));
        var root = JsonDocument.Parse(moderation.Call.Text).RootElement;
        Assert.Equal("omni-moderation-latest", root.GetProperty("model").GetString());
        Assert.Equal(["a \"quoted\" text", "another"], root.GetProperty("input").EnumerateArray().Select(text => text.GetString()));
    }

    [Fact]
    public async Task AskAsync_TheSecondText_IsNamedByItsPlace()
    {
        await using var moderation = await Upstream.OfJsonAsync($$"""{"results":[{{Result("{}", "{}", flagged: false)}},{{Result("""{"violence":true}""", """{"violence":0.9}""", flagged: true)}}]}""");

        var refusal = await JudgeAsync(moderation.BaseUrl, new(GuardPlace.Input, "one"), new(GuardPlace.ToolResult, "two"));

        Assert.Equal("The text of a tool result was refused by the guardrail 'shop/outside' (checks[0], openAiModeration: VIOLENCE).", refusal?.Message);
    }

    [Theory]
    [InlineData("""{"hate":true,"violence":true}""", """{"hate":0.5,"violence":0.9}""", null, null, "VIOLENCE")]
    [InlineData("""{"hate":true,"violence":true}""", """{"hate":0.5,"violence":0.9}""", "hate", null, "HATE")]
    [InlineData("""{"hate":false,"violence":true}""", """{"hate":0.5,"violence":0.9}""", "hate", null, null)]
    [InlineData("""{"hate":false}""", """{"hate":0.3}""", null, 30, "HATE")]
    [InlineData("""{"hate":true}""", """{"hate":0.3}""", null, 31, null)]
    [InlineData("""{"self-harm/intent":true}""", """{"self-harm/intent":0.3}""", null, null, "SELF_HARM_INTENT")]
    [InlineData("""{"of tomorrow":true}""", """{"of tomorrow":0.3}""", null, null, "MODERATION")]
    [InlineData("{}", "{}", null, null, "MODERATION")]
    [InlineData("{}", "{}", "hate", null, null)]
    [InlineData("{}", "{}", null, 1, null)]
    public async Task AskAsync_Flagged_CountsWhatTheSettingsSay(string categories, string scores, string? only, int? threshold, string? label)
    {
        await using var moderation = await Upstream.OfJsonAsync(Answer(categories, scores, flagged: true));
        ImmutableArray<string>? named = only is null ? null : [only];
        var plan = GivenCalled.Plan(GivenCalled.Check(
            GivenCalled.Moderation(settings => settings with { Categories = named, ThresholdPercent = threshold }), GivenCalled.Account(moderation.BaseUrl)));
        using var checks = GivenCalled.Checks();

        await checks.JudgeAsync(GivenCalled.Judged(plan), Stop);

        Assert.Equal(label, plan.Guard!.Findings.SingleOrDefault()?.Label);
    }

    [Theory]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"results":{}}""")]
    [InlineData("""{"results":[{"flagged":false}]}""")]
    [InlineData("""{"results":[{"flagged":"no","categories":{},"category_scores":{}}]}""")]
    [InlineData("""{"results":[{"flagged":false,"categories":{},"category_scores":{"hate":"low"}}]}""")]
    [InlineData("""{"error":{"message":"x"}}""")]
    public async Task AskAsync_Garbage_IsAFailure(string answer)
    {
        await using var moderation = await Upstream.OfJsonAsync(answer);

        Assert.Equal(RefusalReason.GuardFailed, (await JudgeAsync(moderation.BaseUrl))?.Reason);
    }

    [Fact]
    public async Task AskAsync_TheFakeProvider_FlagsWhatItIsTold()
    {
        await using var provider = await FakeProvider.StartAsync(new(), Stop);

        Assert.Null(await JudgeAsync(new(provider.BaseUrl)));
        Assert.EndsWith("openAiModeration: HARASSMENT).", (await JudgeAsync(new(provider.BaseUrl), new(GuardPlace.Input, "fine"), new(GuardPlace.Input, "moderate:harassment")))?.Message, StringComparison.Ordinal);
    }

    private static string Answer(string categories, string scores, bool flagged, int count = 1) =>
        $$"""{"id":"modr-1","model":"omni-moderation-latest","results":[{{string.Join(',', Enumerable.Repeat(Result(categories, scores, flagged), count))}}]}""";

    private static string Result(string categories, string scores, bool flagged) =>
        $$"""{"flagged":{{(flagged ? "true" : "false")}},"categories":{{categories}},"category_scores":{{scores}}}""";

    private static async Task<Refusal?> JudgeAsync(Uri url, params JudgedText[] texts)
    {
        using var checks = GivenCalled.Checks();
        return await checks.JudgeAsync(GivenCalled.Judged(GivenCalled.Plan(GivenCalled.Check(GivenCalled.Moderation(), GivenCalled.Account(url))), texts), Stop);
    }
}
