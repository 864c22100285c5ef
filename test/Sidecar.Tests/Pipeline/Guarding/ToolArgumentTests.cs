using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline.Guarding;

/// <summary>What goes to a tool server is looked at before it leaves, and so are the headers that repeat it.</summary>
public sealed class ToolArgumentTests
{
    private const string Word = "s3cret";
    private const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    [Theory]
    [InlineData("""{ "a" : "x s3cret y", "b":1.50 }""", """{ "a" : "x [WORD] y", "b":1.50 }""")]
    [InlineData("""{"a":["\u00733cret",{"b":"s3cret"}]}""", """{"a":["[WORD]",{"b":"[WORD]"}]}""")]
    [InlineData("""{"card":4242424242424242}""", """{"card":"[WORD]"}""")]
    public async Task MaskedArguments_LeaveMasked_AndNothingElseChanges(string arguments, string masked)
    {
        await using var tools = await OpenAsync(GuardAction.Mask);

        await tools.CallAsync("search", arguments);

        Assert.Equal($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{{{masked}}}}}""", tools.Server.Call.Text);
    }

    [Theory]
    [InlineData("tools/call", """{"name":"search","arguments":{"s3cret":1}}""", true)]
    [InlineData("tools/call", """{"name":"search-s3cret","arguments":{}}""", true)]
    [InlineData("tools/call", """{"name":"search","arguments":{},"s3cret":1}""", true)]
    [InlineData("resources/read", """{"uri":"https://x/s3cret"}""", false)]
    [InlineData("prompts/get", """{"name":"s3cret"}""", false)]
    public async Task NameOrUri_ThatWouldBeMasked_IsDenied_AndTheAuditTellsNoneOfIt(string method, string parameters, bool isResult)
    {
        await using var tools = await OpenAsync(GuardAction.Mask);

        var answer = JsonDocument.Parse(await tools.TextAsync(method, parameters)).RootElement;

        Assert.Equal(isResult, answer.TryGetProperty("result", out _));
        Assert.Empty(tools.Server.Calls);
        var record = Assert.Single(await tools.House.Records.LinesAsync(1));
        Assert.Contains("guardrail_denied", record);
        Assert.DoesNotContain(Word, record);
    }

    [Theory]
    [InlineData("prompts/get", """{"name":"p","arguments":{"a":"s3cret"}}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"p"},"argument":{"name":"a","value":"s3cret"}}""")]
    [InlineData("tools/call", """{"name":"search","arguments":{},"_meta":{"x/y":"s3cret"}}""")]
    [InlineData("tools/call", """{"name":"search","arguments":{},"later":["s3cret"]}""")]
    [InlineData("initialize", """{"protocolVersion":"2025-11-25","capabilities":{"experimental":{"x":"s3cret"}},"clientInfo":{"name":"s3cret","version":"1"}}""")]
    public async Task WhateverElseGoesToTheServer_IsMasked(string method, string parameters)
    {
        await using var tools = await OpenAsync(GuardAction.Mask);

        await tools.TextAsync(method, parameters);

        Assert.Contains(parameters.Replace(Word, "[WORD]", StringComparison.Ordinal), tools.Server.Call.Text);
    }

    [Fact]
    public async Task DeniedArguments_AreAReadableResult_OrAnErrorWhereTheRuleSaysSo()
    {
        await using var tools = await OpenAsync(GuardAction.Deny);
        var (text, isError) = GuardedTools.ResultOf(await tools.CallAsync("search", """{"a":"s3cret"}"""));
        Assert.Equal(("The text of a tool call's arguments was refused by the guardrail 'shop/words' (checks[0], words: WORD).", true), (text, isError));

        await using var strict = await OpenAsync(GuardAction.Deny, new McpRule { Server = "tools", AllowTools = ["*"], DenyAsError = true });
        Assert.Equal(400, (await strict.CallAsync("search", """{"a":"s3cret"}""")).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Empty(strict.Server.Calls);
    }

    [Fact]
    public async Task DeniedNotification_IsSwallowed()
    {
        await using var tools = await OpenAsync(GuardAction.Deny);

        using var answer = await tools.PostAsync("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"s3cret"}}""");

        Assert.Equal((202, 0), ((int)answer.StatusCode, tools.Server.Calls.Count));
    }

    [Theory]
    [InlineData("tools/call", "s3cret in clear", "[WORD] in clear")]
    [InlineData("tools/call", "=?base64?w6QgczNjcmV0?=", "=?base64?w6QgW1dPUkRd?=")]
    public async Task HeaderThatRepeatsAnArgument_IsMaskedAlike(string method, string header, string masked)
    {
        await using var tools = await OpenAsync(GuardAction.Mask);
        var text = MirroredValue.Decode(header)!;

        await PostModernAsync(tools, method, $$$"""{"name":"search","arguments":{"area":"{{{text}}}"},{{{Meta}}}}""", request => request.Headers.TryAddWithoutValidation("Mcp-Param-Area", header));

        Assert.Equal(masked, tools.Server.Call.Headers["Mcp-Param-Area"]);
        Assert.Contains($"\"area\":\"{MirroredValue.Decode(masked)}\"", tools.Server.Call.Text);
    }

    [Theory]
    [InlineData(GuardAction.Mask)]
    [InlineData(GuardAction.Deny)]
    public async Task HeaderAlone_IsNoWayAround(GuardAction action)
    {
        await using var tools = await OpenAsync(action);

        await PostModernAsync(tools, "tools/call", $$$"""{"name":"search","arguments":{},{{{Meta}}}}""", request => request.Headers.TryAddWithoutValidation("Mcp-Param-Other", Word));

        Assert.All(tools.Server.Calls, call => Assert.Equal("[WORD]", call.Headers["Mcp-Param-Other"]));
        Assert.Equal(action == GuardAction.Mask ? 1 : 0, tools.Server.Calls.Count);
    }

    [Fact]
    public async Task Audit_HasTheMaskedValuesAndTheirHash_AndConditionsSawTheArgumentsAsTheyCame()
    {
        var rule = new McpRule { Server = "tools", AllowTools = ["*"], When = $"arguments.a == '{Word}'", AuditValues = true };
        await using var tools = await OpenAsync(GuardAction.Mask, rule);

        await tools.CallAsync("search", $$"""{"a":"{{Word}}"}""");

        var record = await tools.House.Records.SingleAsync();
        var arguments = record.GetProperty("mcp").GetProperty("arguments");
        Assert.DoesNotContain(Word, record.GetRawText());
        Assert.Equal("[WORD]", arguments.GetProperty("values").GetProperty("a").GetString());
        Assert.Equal(CanonicalJson.HashOf("""{"a":"[WORD]"}"""u8), arguments.GetProperty("sha256").GetString());
    }

    private static Task<GuardedTools> OpenAsync(GuardAction action, McpRule? rule = null) => GuardedTools.OpenAsync(
        new GuardPlan([WordCheck.Of(Word, action, GuardPlace.ToolArguments), WordCheck.Of("4242424242424242", action, GuardPlace.ToolArguments)]), _ => "\"result\":{\"content\":[]}", rule);

    private static async Task PostModernAsync(GuardedTools tools, string method, string parameters, Action<HttpRequestMessage> vary)
    {
        using var answer = await tools.PostAsync($$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{{{parameters}}}}""", request =>
        {
            request.Headers.Remove("MCP-Protocol-Version");
            request.Headers.Add("MCP-Protocol-Version", McpHouse.Modern);
            request.Headers.Add("Mcp-Method", method);
            request.Headers.Add("Mcp-Name", "search");
            vary(request);
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
