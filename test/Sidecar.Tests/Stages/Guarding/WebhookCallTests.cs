using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Fakes;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Guarding;

/// <summary>A webhook's request and answer, as docs/guardrails-webhook.md has them.</summary>
public sealed class WebhookCallTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The code blocks of the page, in their order: the request, the answer that allows, the answer that denies.</summary>
    private static string[] Examples { get; } =
        [.. File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs/guardrails-webhook.md")).Split("```json\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])];

    [Fact]
    public async Task AskAsync_Texts_AreSentAsThePageShows()
    {
        await using var webhook = await Upstream.OfJsonAsync(Examples[1]);

        Assert.Null(await JudgeAsync(webhook));

        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Examples[0]).RootElement, JsonDocument.Parse(webhook.Call.Text).RootElement), webhook.Call.Text);
        Assert.Equal(("POST", "/v1", "application/json", "Bearer " + Given.Key),
            (webhook.Call.Method, webhook.Call.Path, webhook.Call.Headers["Content-Type"], webhook.Call.Headers["Authorization"]));
    }

    [Fact]
    public async Task AskAsync_TheDenialOfThePage_NamesLabelAndPlace()
    {
        await using var webhook = await Upstream.OfJsonAsync(Examples[2]);

        Assert.Equal("The text of a tool result was refused by the guardrail 'shop/outside' (checks[0], webhook: OFF_TOPIC).", (await JudgeAsync(webhook))?.Message);
    }

    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("CARD_4111111111111111")]
    [InlineData("the secret is tiger")]
    [InlineData("lower")]
    [InlineData("_X")]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task AskAsync_LabelThatCouldHoldAText_IsNotTold(string label)
    {
        await using var webhook = await Upstream.OfJsonAsync($$"""{"version":"v1","verdict":"deny","label":"{{label}}"}""");

        Assert.EndsWith("webhook: WEBHOOK).", (await JudgeAsync(webhook))?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"version":"v1","verdict":"deny"}""")]
    [InlineData("""{"version":"v1","verdict":"deny","label":7,"texts":7}""")]
    [InlineData("""{"version":"v1","verdict":"deny","texts":["t9"]}""")]
    [InlineData("""{"version":"v1","verdict":"deny","texts":[[]]}""")]
    public async Task AskAsync_DenialWithoutMore_IsADenial(string answer)
    {
        await using var webhook = await Upstream.OfJsonAsync(answer);

        Assert.Equal(RefusalReason.GuardDenied, (await JudgeAsync(webhook))?.Reason);
    }

    [Fact]
    public async Task AskAsync_ManyLabels_AreNotAllToldApart()
    {
        var asked = 0;
        await using var webhook = await Upstream.StartAsync(http =>
        {
            var number = asked++;
            return Upstream.JsonAsync(http, $$"""{"version":"v1","verdict":"deny","label":"L{{(char)('A' + (number / 26))}}{{(char)('A' + (number % 26))}}"}""");
        });
        using var checks = GivenCalled.Checks();
        var told = new HashSet<string>();

        for (var index = 0; index < 200; index++) told.Add((await checks.JudgeAsync(Judged(webhook), Stop))!.Message);

        Assert.Equal(129, told.Count);
    }

    [Fact]
    public async Task AskAsync_TheFakeWebhook_DeniesWhatItIsTold()
    {
        await using var fake = await FakeProvider.StartAsync(new() { Keys = [Given.Key] }, Stop);
        using var checks = GivenCalled.Checks();
        var plan = GivenCalled.Plan(GivenCalled.Check(GivenCalled.Webhook(), GivenCalled.Account(new(fake.Url, "guard"))));

        Assert.Null(await checks.JudgeAsync(GivenCalled.Judged(plan, new JudgedText(GuardPlace.Input, "fine")), Stop));
        var refusal = await checks.JudgeAsync(GivenCalled.Judged(plan, new JudgedText(GuardPlace.Input, "fine"), new JudgedText(GuardPlace.Output, "webhook:deny")), Stop);

        Assert.Equal("The text of the answer was refused by the guardrail 'shop/outside' (checks[0], webhook: FAKE).", refusal?.Message);
    }

    [Fact]
    public async Task AskAsync_HalfACharacter_IsReplaced()
    {
        await using var webhook = await Upstream.OfJsonAsync(Examples[1]);
        using var checks = GivenCalled.Checks();
        var plan = GivenCalled.Plan(GivenCalled.Check(GivenCalled.Webhook(), GivenCalled.Account(webhook.BaseUrl)));

        Assert.Null(await checks.JudgeAsync(GivenCalled.Judged(plan, new JudgedText(GuardPlace.Input, "a\ud800b")), Stop));

        Assert.Equal("a\ufffdb", JsonDocument.Parse(webhook.Call.Text).RootElement.GetProperty("texts")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task AskAsync_KeyThatEnded_IsNotSent()
    {
        await using var webhook = await Upstream.OfJsonAsync(Examples[1]);
        var ended = Given.Target(webhook.BaseUrl).Provider;
        var account = GivenCalled.Account(webhook.BaseUrl, provider => new()
        {
            Name = provider.Name, Kind = provider.Kind, Dialect = provider.Dialect, BaseUrl = provider.BaseUrl, KeyHeader = provider.KeyHeader, KeyValue = provider.KeyValue, Http = ended.Http,
            KeyExpiresAt = DateTimeOffset.UnixEpoch,
        });
        using var checks = GivenCalled.Checks();

        var refusal = await checks.JudgeAsync(GivenCalled.Judged(GivenCalled.Plan(GivenCalled.Check(GivenCalled.Webhook(), account))), Stop);

        Assert.Equal(RefusalReason.GuardFailed, refusal?.Reason);
        Assert.Empty(webhook.Calls);
    }

    private static async Task<Refusal?> JudgeAsync(Upstream webhook)
    {
        using var checks = GivenCalled.Checks();
        return await checks.JudgeAsync(Judged(webhook), Stop);
    }

    private static AiGateway.Sidecar.Stages.Guarding.Judged Judged(Upstream webhook) => GivenCalled.Judged(
        GivenCalled.Plan(GivenCalled.Check(GivenCalled.Webhook(), GivenCalled.Account(webhook.BaseUrl))),
        new(GuardPlace.Input, "What is the weather in Lyon?"),
        new(GuardPlace.ToolResult, "{\"city\":\"Lyon\",\"sky\":\"clear\"}"));
}
