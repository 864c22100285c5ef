using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Guarding;

/// <summary>Whether an answer stands on the documents of its request.</summary>
public sealed class GroundednessCallTests
{
    private const string WithTool =
        """{"model":"fast","messages":[{"role":"user","content":"Weather?"},{"role":"assistant","tool_calls":[{"id":"t","type":"function","function":{"name":"w","arguments":"{}"}}]},{"role":"tool","tool_call_id":"t","content":"Lyon is sunny."}]}""";

    private const string WithDocument =
        """{"model":"fast","max_tokens":9,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Lyon is sunny."}},{"type":"text","text":"Weather?"}]}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10, 7, null, true)]
    [InlineData(10, 6, null, false)]
    [InlineData(10, 6, 60, true)]
    [InlineData(3, 2, 67, false)]
    [InlineData(1, 1, 100, true)]
    [InlineData(0, 0, 100, true)]
    public async Task AskAsync_Share_IsHeldAgainstTheThreshold(int statements, int supported, int? threshold, bool passes)
    {
        await using var model = await Upstream.OfJsonAsync(GivenAnswers.Chat($$"""{"statements":{{statements}},"supported":{{supported}}}"""));

        var refusal = await JudgeAsync(model, WithTool, threshold: threshold);

        Assert.Equal(passes ? null : "The text of the answer was refused by the guardrail 'shop/outside' (checks[0], groundedness: UNGROUNDED).", refusal?.Message);
    }

    [Theory]
    [InlineData("""{"statements":1,"supported":2}""")]
    [InlineData("""{"statements":-1,"supported":-1}""")]
    [InlineData("""{"statements":1.5,"supported":1}""")]
    [InlineData("""{"statements":"1","supported":"1"}""")]
    [InlineData("""{"statements":99999999999,"supported":1}""")]
    [InlineData("""{"supported":1}""")]
    public async Task AskAsync_NoShare_IsAFailure(string said)
    {
        await using var model = await Upstream.OfJsonAsync(GivenAnswers.Chat(said));

        Assert.Equal(RefusalReason.GuardFailed, (await JudgeAsync(model, WithTool))?.Reason);
    }

    [Theory]
    [InlineData(WithTool, WireFormat.OpenAiChat)]
    [InlineData(WithDocument, WireFormat.AnthropicMessages)]
    internal async Task AskAsync_DocumentsAndAnswer_AreFencedEach(string request, WireFormat format)
    {
        await using var model = await Upstream.OfJsonAsync(GivenAnswers.Chat("""{"statements":1,"supported":1}"""));

        Assert.Null(await JudgeAsync(model, request, format));

        var messages = JsonDocument.Parse(model.Call.Text).RootElement.GetProperty("messages");
        var user = messages[1].GetProperty("content").GetString()!;
        var marker = user[(user.IndexOf("<<<", StringComparison.Ordinal) + 3)..][..32];
        Assert.Equal($"The documents:\n<<<{marker} document\nLyon is sunny.\n>>>{marker}\nThe answer:\n<<<{marker} answer\nIt is sunny in Lyon.\n>>>{marker}\n", user);
    }

    [Fact]
    public async Task AskAsync_NoDocuments_NobodyIsAsked()
    {
        await using var model = await Upstream.OfJsonAsync(GivenAnswers.Chat("""{"statements":1,"supported":0}"""));

        Assert.Null(await JudgeAsync(model, """{"model":"fast","messages":[{"role":"user","content":"Weather?"}]}"""));
        Assert.Empty(model.Calls);
    }

    [Fact]
    public async Task AskAsync_RequestThatIsNoConversation_IsAFailure()
    {
        await using var model = await Upstream.OfJsonAsync(GivenAnswers.Chat("""{"statements":1,"supported":1}"""));

        Assert.Equal(RefusalReason.GuardFailed, (await JudgeAsync(model, """{"model":"fast","messages":7}"""))?.Reason);
        Assert.Empty(model.Calls);
    }

    private static async Task<Refusal?> JudgeAsync(Upstream model, string request, WireFormat format = WireFormat.OpenAiChat, int? threshold = null)
    {
        using var checks = GivenCalled.Checks();
        var route = GivenCalled.Guarded(Given.Route(["fast"], GivenRouting.Target("a")), GivenCalled.Check(GivenCalled.Grounds(threshold), GivenCalled.Judges(Given.Target(model.BaseUrl))));
        Assert.False(Plan.From(GivenRouting.Permit(GivenRouting.Call(request, format)), route).Stops(out _, out var plan));
        return await checks.JudgeAsync(GivenCalled.Judged(plan, new JudgedText(GuardPlace.Output, "It is sunny in Lyon.")) with { IsAnswer = true }, Stop);
    }
}
