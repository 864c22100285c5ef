using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Tests.Guards.Loops;

namespace AiGateway.Sidecar.Tests.Pipeline.Guarding;

/// <summary>An agent that goes round is told so by a result that its model reads, and then stopped.</summary>
public sealed class ToolLoopTests
{
    [Fact]
    public async Task SameCall_IsWarnedByAReadableResult_ThenStopped()
    {
        await using var tools = await OpenAsync(_ => "same");
        for (var call = 0; call < 2; call++) Assert.Equal(("same", false), GuardedTools.ResultOf(await tools.CallAsync("search", """{"q":1,"p":"x"}""")));

        var warned = GuardedTools.ResultOf(await tools.CallAsync("search", """{"p":"\u0078", "q":1.0}"""));
        Assert.True(warned.IsError);
        Assert.Contains("The tool 'search' was called 2 times with the same arguments and gave the same result each time.", warned.Text);
        Assert.Contains("not made", warned.Text);
        Assert.True(GuardedTools.ResultOf(await tools.CallAsync("search", """{"q":1,"p":"x"}""")).IsError);

        var error = (await tools.CallAsync("search", """{"q":1,"p":"x"}""")).GetProperty("error");
        Assert.Equal((403, "loop_stopped"), (error.GetProperty("code").GetInt32(), error.GetProperty("data").GetProperty("reason").GetString()));
        Assert.Contains("'shop/loops' (checks[0], loop: REPEATED)", error.GetProperty("message").GetString());
        Assert.Equal(2, tools.Server.Calls.Count);
        var records = (await tools.House.Records.LinesAsync(5)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("decision").GetString());
        Assert.Equal(["allowed", "allowed", "denied", "denied", "denied"], records);
    }

    [Fact]
    public async Task SameCall_WhoseResultChanges_IsNeverStopped()
    {
        var number = 0;
        await using var tools = await OpenAsync(_ => $"{++number}");

        for (var call = 0; call < 8; call++) Assert.False(GuardedTools.ResultOf(await tools.CallAsync("search")).IsError);
    }

    [Fact]
    public async Task SameCall_WhoseMetaAloneChanges_IsWarned()
    {
        var number = 0;
        await using var tools = await GuardedTools.OpenAsync(
            GivenLoops.Plan(GivenLoops.Check()), _ => "\"result\":{\"_meta\":{\"n\":" + ++number + "},\"content\":[{\"type\":\"text\",\"text\":\"same\"}]}");

        for (var call = 0; call < 2; call++) await tools.CallAsync("search");
        Assert.True(GuardedTools.ResultOf(await tools.CallAsync("search")).IsError);
    }

    [Fact]
    public async Task TwoCallsInTurn_AreACycle()
    {
        await using var tools = await OpenAsync(parameters => parameters.GetProperty("name").GetString()!);
        for (var round = 0; round < 2; round++)
        {
            await tools.CallAsync("open");
            await tools.CallAsync("close");
        }

        var warned = GuardedTools.ResultOf(await tools.CallAsync("open"));
        Assert.Equal((true, true), (warned.IsError, warned.Text.Contains("'open' and others were called in turn 2 times", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task OtherArgumentsEachTime_AndTheSameFailure_AreNoProgress()
    {
        await using var tools = await GuardedTools.OpenAsync(
            GivenLoops.Plan(GivenLoops.Check()), _ => "\"result\":{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"no\"}]}");
        for (var call = 0; call < 2; call++) await tools.CallAsync("search", $$"""{"page":{{call}}}""");

        Assert.Contains("with other arguments", GuardedTools.ResultOf(await tools.CallAsync("search", """{"page":9}""")).Text);
        Assert.Equal(2, tools.Server.Calls.Count);
    }

    [Fact]
    public async Task TheSameError_IsARepeat()
    {
        await using var tools = await GuardedTools.OpenAsync(GivenLoops.Plan(GivenLoops.Check()), _ => "\"error\":{\"code\":-32602,\"message\":\"bad\"}");
        for (var call = 0; call < 2; call++) await tools.CallAsync("search");

        Assert.True(GuardedTools.ResultOf(await tools.CallAsync("search")).IsError);
    }

    [Theory]
    [InlineData("tools/list", "{}")]
    [InlineData("ping", "{}")]
    [InlineData("resources/read", """{"uri":"file:///state"}""")]
    [InlineData("tools/call", """{"name":"wait_for_job","arguments":{}}""")]
    public async Task Polling_NeverCounts(string method, string parameters)
    {
        await using var tools = await OpenAsync(_ => "same");

        for (var call = 0; call < 6; call++) Assert.Contains("same", await tools.TextAsync(method, parameters));
        Assert.Equal(6, tools.Server.Calls.Count);
    }

    [Fact]
    public async Task OtherSession_HasItsOwnHistory()
    {
        await using var tools = await OpenAsync(_ => "same");
        foreach (var session in new[] { "s-1", "s-2", "s-3" })
        {
            for (var call = 0; call < 2; call++)
                Assert.False(GuardedTools.ResultOf(await tools.CallAsync("search", "{}", request => request.Headers.Add("Mcp-Session-Id", session))).IsError);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FlagOrShadow_IsRecordedAlone(bool isShadow)
    {
        var plan = GivenLoops.Plan(GivenLoops.Check(facts => facts with { IsShadow = isShadow, Action = isShadow ? GuardAction.Deny : GuardAction.Flag }));
        await using var tools = await GuardedTools.OpenAsync(plan, _ => Text("same"));

        for (var call = 0; call < 6; call++) Assert.False(GuardedTools.ResultOf(await tools.CallAsync("search")).IsError);
    }

    private static Task<GuardedTools> OpenAsync(Func<JsonElement, string> text) =>
        GuardedTools.OpenAsync(GivenLoops.Plan(GivenLoops.Check(null, "wait_*")), parameters => Text(text(parameters)));

    private static string Text(string text) => $$$"""
        "result":{"content":[{"type":"text","text":"{{{text}}}"}]}
        """;
}
