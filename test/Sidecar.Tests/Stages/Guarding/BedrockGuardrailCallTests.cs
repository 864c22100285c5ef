using AiGateway.Contracts.Guardrails;
using AiGateway.Fakes;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Guarding;

/// <summary>ApplyGuardrail: which source a text is, what counts as an intervention, and that the request is signed.</summary>
public sealed class BedrockGuardrailCallTests
{
    private const string Nothing = """{"usage":{"topicPolicyUnits":0},"action":"NONE","outputs":[],"assessments":[{}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_BothSources_AreAskedAtTheSameTime()
    {
        var met = new TaskCompletionSource();
        var waiting = 0;
        await using var bedrock = await Upstream.StartAsync(async http =>
        {
            if (Interlocked.Increment(ref waiting) == 2) met.SetResult();
            await met.Task;
            await Upstream.JsonAsync(http, Nothing);
        });

        Assert.Null(await JudgeAsync(bedrock.BaseUrl, new(GuardPlace.Input, "in"), new(GuardPlace.ToolArguments, "args"), new(GuardPlace.SystemPrompt, "sys")).WithinBoundAsync());

        Assert.All(bedrock.Calls, call => Assert.Equal("/v1/guardrail/gr1/version/DRAFT/apply", call.Path));
        Assert.Equal(
            ["""{"source":"INPUT","content":[{"text":{"text":"in"}},{"text":{"text":"sys"}}]}""", """{"source":"OUTPUT","content":[{"text":{"text":"args"}}]}"""],
            bedrock.Calls.Select(call => call.Text).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""[{"topicPolicy":{"topics":[{"name":"Money","type":"DENY","action":"BLOCKED"}]}}]""", "TOPIC")]
    [InlineData("""[{"contentPolicy":{"filters":[{"type":"HATE","confidence":"LOW","action":"NONE"},{"type":"PROMPT_ATTACK","confidence":"HIGH","action":"BLOCKED"}]}}]""", "PROMPT_ATTACK")]
    [InlineData("""[{"contentPolicy":{"filters":[{"type":"4111111111111111","action":"BLOCKED"}]}}]""", "CONTENT")]
    [InlineData("""[{"wordPolicy":{"customWords":[],"managedWordLists":[{"match":"damn","type":"PROFANITY","action":"BLOCKED"}]}}]""", "WORD")]
    [InlineData("""[{},{"sensitiveInformationPolicy":{"piiEntities":[{"match":"a@b.c","type":"EMAIL","action":"ANONYMIZED"}],"regexes":[]}}]""", "SENSITIVE")]
    [InlineData("""[{"contextualGroundingPolicy":{"filters":[{"type":"GROUNDING","score":0.1,"threshold":0.5,"action":"BLOCKED"}]}}]""", "GROUNDING")]
    [InlineData("[]", "GUARDRAIL")]
    [InlineData("""[7,{"topicPolicy":7,"contentPolicy":{"filters":7}}]""", "GUARDRAIL")]
    public async Task AskAsync_Intervened_IsLabelledByThePolicy(string assessments, string label)
    {
        await using var bedrock = await Upstream.OfJsonAsync($$"""{"action":"GUARDRAIL_INTERVENED","outputs":[{"text":"blocked"}],"assessments":{{assessments}}}""");

        Assert.EndsWith($"bedrockGuardrail: {label}).", (await JudgeAsync(bedrock.BaseUrl))?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", 200)]
    [InlineData("""{"action":"SOMETHING"}""", 200)]
    [InlineData("""{"action":null}""", 200)]
    [InlineData(Nothing, 403)]
    public async Task AskAsync_NoVerdict_IsAFailure(string answer, int status)
    {
        await using var bedrock = await Upstream.OfJsonAsync(answer, status);

        Assert.Equal(RefusalReason.GuardFailed, (await JudgeAsync(bedrock.BaseUrl))?.Reason);
    }

    [Fact]
    public async Task AskAsync_TheFakeProvider_AcceptsTheSignature()
    {
        await using var provider = await FakeProvider.StartAsync(new() { Keys = ["the-secret"] }, Stop);

        Assert.Null(await JudgeAtAsync(provider.Url, true, new JudgedText(GuardPlace.Input, "fine")));
        Assert.EndsWith("bedrockGuardrail: TOPIC).", (await JudgeAtAsync(provider.Url, true, new JudgedText(GuardPlace.Input, "guardrail:block")))?.Message, StringComparison.Ordinal);
        Assert.Equal(RefusalReason.GuardFailed, (await JudgeAtAsync(provider.Url, false, new JudgedText(GuardPlace.Input, "fine")))?.Reason);
    }

    private static Task<Refusal?> JudgeAsync(Uri url, params JudgedText[] texts) => JudgeAtAsync(url, false, texts);

    private static async Task<Refusal?> JudgeAtAsync(Uri url, bool sign, params JudgedText[] texts)
    {
        using var checks = GivenCalled.Checks();
        var account = GivenCalled.Account(url, provider => sign ? Signed(provider) : provider);
        return await checks.JudgeAsync(GivenCalled.Judged(GivenCalled.Plan(GivenCalled.Check(GivenCalled.Bedrock(), account)), texts), Stop);
    }

    private static Provider Signed(Provider provider) => new()
    {
        Name = provider.Name, Kind = "bedrock", Dialect = "bedrock", BaseUrl = provider.BaseUrl, KeyHeader = "Authorization", KeyValue = new("the-secret"), Http = provider.Http,
        Aws = new() { Region = "eu-central-1", AccessKeyId = "AKIAFAKEACCESSKEY001" },
    };
}
