using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline.Guarding;

/// <summary>What a tool server answers, as one message, as a stream, and as a stream that is taken up again.</summary>
public sealed class ToolAnswerTests
{
    private const string Word = "s3cret";
    private const string Progress = """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1,"message":"s3cret"}}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MaskedResult_IsMaskedAlike_AsAMessageAndAsAnEvent(bool streams)
    {
        await using var tools = await GuardedTools.OpenAsync(Plan(GuardAction.Mask), _ => Content("a s3cret b"), streams: streams);

        var text = await tools.TextAsync("tools/call", """{"name":"search","arguments":{}}""");

        Assert.Contains("a [WORD] b", text);
        Assert.DoesNotContain(Word, text);
    }

    [Fact]
    public async Task Stream_DropsADeniedNotification_AndTellsOfADeniedResult()
    {
        await using var server = await Upstream.OfEventsAsync(Progress, Progress.Replace(Word, "clean", StringComparison.Ordinal), """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"s3cret"}]}}""");
        await using var tools = await GuardedTools.OpenAsync(Plan(GuardAction.Deny), server);

        var text = await tools.TextAsync("tools/call", """{"name":"search","arguments":{}}""");

        Assert.DoesNotContain(Word, text);
        Assert.Contains("\"message\":\"clean\"", text);
        Assert.Contains("\"isError\":true", text);
        var record = await tools.House.Records.SingleAsync();
        Assert.Equal(["notifications/progress", "result"], record.GetProperty("mcp").GetProperty("withheld").EnumerateArray().Select(what => what.GetString()));
        Assert.DoesNotContain(Word, record.GetRawText());
    }

    [Fact]
    public async Task StreamThatIsTakenUpAgain_IsGuardedToo()
    {
        await using var server = await Upstream.OfEventsAsync(Progress, """{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"s3cret"}]}}""");
        await using var tools = await GuardedTools.OpenAsync(Plan(GuardAction.Deny), server);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/mcp/tools");
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", McpHouse.Legacy);
        request.Headers.TryAddWithoutValidation("Last-Event-ID", "3");

        using var answer = await tools.House.Agent.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.DoesNotContain(Word, text);
        Assert.Contains("\"id\":7,\"result\":{\"content\"", text);
    }

    [Theory]
    [InlineData(GuardPlace.ToolArguments, false, 0)]
    [InlineData(GuardPlace.ToolResult, false, 1)]
    [InlineData(GuardPlace.ToolResult, true, 1)]
    public async Task WhoMustBeAsked_HoldsItBack_AndDenies(GuardPlace place, bool streams, int calls)
    {
        await using var webhook = await Upstream.OfJsonAsync("""{"version":"v1","verdict":"deny","label":"OFF_TOPIC"}""");
        await using var tools = await GuardedTools.OpenAsync(Asking(webhook, place), _ => Content("clean"), streams: streams);

        var text = await tools.TextAsync("tools/call", """{"name":"search","arguments":{"a":"asked"}}""");

        Assert.Contains("webhook: OFF_TOPIC", text);
        Assert.DoesNotContain("clean", text);
        Assert.Equal(calls, tools.Server.Calls.Count);
        Assert.Contains(place == GuardPlace.ToolArguments ? "asked" : "clean", webhook.Call.Text);
        Assert.Contains("OFF_TOPIC", Assert.Single(await tools.House.Records.LinesAsync(1)));
    }

    [Fact]
    public async Task WhoMustBeAsked_Allows_AndItPassesByteForByte()
    {
        await using var webhook = await Upstream.OfJsonAsync("""{"version":"v1","verdict":"allow"}""");
        await using var tools = await GuardedTools.OpenAsync(Asking(webhook, GuardPlace.ToolResult), _ => Content("clean"));

        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"clean"}]}}""", await tools.TextAsync("tools/call", """{"name":"search","arguments":{}}"""));
        Assert.Single(webhook.Calls);
    }

    private static GuardPlan Plan(GuardAction action) => new([WordCheck.Of(Word, action)]);

    private static GuardPlan Asking(Upstream webhook, GuardPlace place) =>
        new([], [GivenCalled.Check(GivenCalled.Webhook() with { On = [place] }, GivenCalled.Account(webhook.BaseUrl))]);

    private static string Content(string text) => $$$"""
        "result":{"content":[{"type":"text","text":{{{JsonSerializer.Serialize(text)}}}}]}
        """;
}
