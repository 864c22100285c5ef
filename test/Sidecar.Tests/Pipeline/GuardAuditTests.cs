using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What guardrails found is told with its kind, its place and its count, and never with the text, wherever the gateway tells something.</summary>
public sealed class GuardAuditTests
{
    private const string Answer = """{"choices":[{"message":{"content":"zebra, zebra"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""";

    [Fact]
    public async Task Findings_OfACall_StandInRecordAndMetrics()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await OpenAsync(provider,
            WordCheck.Of("zebra", GuardAction.Mask, GuardPlace.Input, GuardPlace.Output), WordCheck.Shadow("horse", GuardAction.Deny, GuardPlace.SystemPrompt), WordCheck.Of("cow", GuardAction.Flag, GuardPlace.ToolResult));

        await house.ChatAsync("""{"model":"fast","messages":[{"role":"system","content":"horse"},{"role":"user","content":"zebra zebra"},{"role":"tool","content":"zebra cow"}]}""");

        var found = (await house.Records.SingleAsync()).GetProperty("guard").EnumerateArray().Select(one => one.GetRawText());
        Assert.Equal(
            [
                """{"guardrail":"shop/words","check":0,"type":"words","label":"WORD","place":"systemPrompt","count":1,"action":"deny","mode":"shadow"}""",
                """{"guardrail":"shop/words","check":0,"type":"words","label":"WORD","place":"input","count":2,"action":"mask","mode":"enforce"}""",
                """{"guardrail":"shop/words","check":0,"type":"words","label":"WORD","place":"toolResult","count":1,"action":"flag","mode":"enforce"}""",
                """{"guardrail":"shop/words","check":0,"type":"words","label":"WORD","place":"output","count":2,"action":"mask","mode":"enforce"}""",
            ], found);
        Assert.Contains("""aigateway_guard_findings_total{guardrail="shop/words",type="words",label="WORD",place="input",action="mask"} 2""", house.Metrics, StringComparison.Ordinal);
        Assert.Contains("""aigateway_guard_findings_total{guardrail="shop/words",type="words",label="WORD",place="systemPrompt",action="shadow"} 1""", house.Metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoFinding_RecordSaysNothingOfGuards()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await OpenAsync(provider, WordCheck.Of("nowhere", GuardAction.Deny));

        await house.ChatAsync("""{"model":"fast","messages":[]}""");

        Assert.False((await house.Records.SingleAsync()).TryGetProperty("guard", out _));
    }

    [Theory]
    [InlineData(GuardAction.Deny)]
    [InlineData(GuardAction.Mask)]
    [InlineData(GuardAction.Flag)]
    public async Task MatchedText_AnywhereInACall_IsInNothingThatIsTold(GuardAction action)
    {
        const string Word = "zq7secretzq7";
        string[] bodies =
        [
            "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"@\"}]}",
            "{\"model\":\"fast\",\"messages\":[{\"role\":\"@ @\",\"content\":\"x\"}]}",
            "{\"model\":\"fast\",\"@\":1}",
            "{\"model\":\"fast\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"arguments\":\"{\\\"@\\\":\\\"@\\\"}\"}}]}]}",
            "{\"model\":\"fast\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"@\",\"description\":\"@\",\"parameters\":{\"@\":{}}}}]}",
            "{\"model\":\"fast\",\"stop\":[\"@\"],\"user\":\"@\",\"metadata\":{\"a\":\"@\"}}",
        ];
        await using var provider = await Upstream.OfJsonAsync(Answer.Replace("zebra", Word, StringComparison.Ordinal));
        await using var house = await OpenAsync(provider, WordCheck.Of(Word, action));

        foreach (var body in bodies)
        {
            var answer = await house.ChatAsync(body.Replace("@", Word, StringComparison.Ordinal));
            var text = await answer.Content.ReadAsStringAsync();
            if (action == GuardAction.Deny || !answer.IsSuccessStatusCode) Assert.DoesNotContain(Word, text, StringComparison.Ordinal);
        }

        var told = string.Concat(await house.Records.LinesAsync(bodies.Length)) + house.Metrics + string.Concat(house.Log.Lines);
        Assert.Contains("guard", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Word, told, StringComparison.Ordinal);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task FlaggedName_ThatATargetCannotTake_IsNotTold()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        var guarded = GivenGuards.Fast(Given.Target(provider.BaseUrl, "m"), WordCheck.Of("zebra", GuardAction.Flag));
        var route = guarded.Routes.Find("fast")!;
        await using var house = await SidecarHouse.OpenAsync(Given.Snapshot(
            [Given.Policy("base", "fast")], new ModelRoute { Name = route.Name, Models = route.Models, Targets = route.Targets, Guards = route.Guards, OmitUntranslatable = true }));

        var answer = await house.Agent.PostAsync("/anthropic/v1/messages", new StringContent("""{"model":"fast","max_tokens":5,"zebra":1,"messages":[{"role":"user","content":"hi"}]}""", null, "application/json"));

        Assert.True(answer.IsSuccessStatusCode);
        var record = await house.Records.SingleAsync();
        Assert.Equal("(not told: a guardrail found something in this call)", Assert.Single(record.GetProperty("omitted").EnumerateArray()).GetString());
        Assert.DoesNotContain("zebra", record.GetRawText(), StringComparison.Ordinal);
    }

    private static Task<SidecarHouse> OpenAsync(Upstream provider, params TextCheck[] checks) => SidecarHouse.OpenAsync(GivenGuards.Fast(Given.Target(provider.BaseUrl), checks));
}
