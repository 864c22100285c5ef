using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>Guards over what a tool server says, message by message: a mask changes its string alone, a denial what it must and no more.</summary>
public sealed class GuardedAnswerTests
{
    private const string Word = "s3cret";

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"a s3cret b"}]}""", """{"content":[{"type":"text","text":"a [WORD] b"}]}""")]
    [InlineData("""{ "content" : [ ],"structuredContent":{"a":["s3cret"],"b":1.50} }""", """{ "content" : [ ],"structuredContent":{"a":["[WORD]"],"b":1.50} }""")]
    [InlineData("""{"content":[{"type":"resource","resource":{"uri":"u://s3cret","text":"s3cret"}}]}""", """{"content":[{"type":"resource","resource":{"uri":"u://[WORD]","text":"[WORD]"}}]}""")]
    [InlineData("""{"content":[{"type":"image","data":"s3cret","mimeType":"image/png"}]}""", """{"content":[{"type":"image","data":"s3cret","mimeType":"image/png"}]}""")]
    [InlineData("""{"content":[{"type":"image","data":"no base64: s3cret","mimeType":"image/png"}]}""", """{"content":[{"type":"image","data":"no base64: [WORD]","mimeType":"image/png"}]}""")]
    [InlineData("""{"contents":[{"uri":"u://x","text":"s3\u0063ret \u00e4"}]}""", """{"contents":[{"uri":"u://x","text":"[WORD] ä"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":{"type":"text","text":"s3cret"}}]}""", """{"messages":[{"role":"user","content":{"type":"text","text":"[WORD]"}}]}""")]
    [InlineData("""{"completion":{"values":["s3cret","b"],"total":2}}""", """{"completion":{"values":["[WORD]","b"],"total":2}}""")]
    [InlineData("""{"task":{"taskId":"s3cret","status":"working","statusMessage":"s3cret"}}""", """{"task":{"taskId":"s3cret","status":"working","statusMessage":"[WORD]"}}""")]
    [InlineData("""{"new":"s3cret"}""", """{"new":"[WORD]"}""")]
    public void MaskedText_IsReplaced_AndNothingElse(string result, string masked)
    {
        var given = Given(GuardAction.Mask) with { Method = McpMethod.TasksResult };

        Assert.Equal(GivenGate.Result(masked), given.Passed(GivenGate.Result(result)));
    }

    [Theory]
    [InlineData("Legacy", """{"content":[{"type":"text","text":"I can't, and am at fault: see \"content\"."}],"isError":true,""")]
    [InlineData("Modern", """{"resultType":"complete","content":[""")]
    public void DeniedToolResult_IsAReadableResult_ForContentAndStructuredContentTogether(string era, string start)
    {
        var given = Given(GuardAction.Deny) with { Era = Enum.Parse<McpEra>(era) };

        var passed = given.Passed(GivenGate.Result("""{"content":[{"type":"text","text":"clean"}],"structuredContent":{"a":"s3cret"}}"""))!;

        Assert.DoesNotContain("clean", passed);
        var result = JsonDocument.Parse(passed).RootElement.GetProperty("result");
        Assert.StartsWith(start[..12], result.GetRawText());
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Equal("The text of a tool result was refused by the guardrail 'shop/words' (checks[0], words: WORD).", result.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("guardrail_denied", result.GetProperty("_meta").GetProperty(McpErrors.RefusalMeta).GetProperty("reason").GetString());
        Assert.Equal(["result"], given.Outcome.Withheld);
        Assert.Null(given.Guard!.Denial);
    }

    [Theory]
    [InlineData(true, McpMethod.ToolsCall, """{"content":[{"type":"text","text":"s3cret"}]}""")]
    [InlineData(false, McpMethod.PromptsGet, """{"messages":[{"role":"user","content":{"type":"text","text":"s3cret"}}]}""")]
    [InlineData(false, McpMethod.ResourcesRead, """{"contents":[{"uri":"u://x","text":"s3cret"}]}""")]
    [InlineData(false, McpMethod.TasksGet, """{"taskId":"t","status":"completed","result":{"content":[{"type":"text","text":"s3cret"}]}}""")]
    internal void DeniedResult_OfAnyOtherKind_OrByTheRule_IsAnError(bool asError, McpMethod method, string result)
    {
        var given = Given(GuardAction.Deny) with { Method = method, DeniesAsError = asError };

        var error = JsonDocument.Parse(given.Passed(GivenGate.Result(result))!).RootElement.GetProperty("error");

        Assert.Equal((400, "guardrail_denied"), (error.GetProperty("code").GetInt32(), error.GetProperty("data").GetProperty("reason").GetString()));
    }

    [Fact]
    public void DeniedDefinition_DropsOutOfTheList_MaskedOneStays()
    {
        var given = Given(GuardAction.Deny, GuardPlace.ToolDefinition) with { Method = McpMethod.ToolsList };
        const string List = """{"tools":[{"name":"a","description":"s3cret","inputSchema":{}},{"name":"b","inputSchema":{"properties":{"q":{"description":"x"}}}},{"name":"c","inputSchema":{"enum":["s3cret"]}}]}""";

        Assert.Equal(GivenGate.Result("""{"tools":[{"name":"b","inputSchema":{"properties":{"q":{"description":"x"}}}}]}"""), given.Passed(GivenGate.Result(List)));
        Assert.Equal((3, 1, 2), (given.Outcome.Listed, given.Outcome.Shown, given.Outcome.Guarded));

        var masking = Given(GuardAction.Mask, GuardPlace.ToolDefinition) with { Method = McpMethod.ToolsList };
        Assert.Equal(GivenGate.Result(List.Replace(Word, "[WORD]", StringComparison.Ordinal)), masking.Passed(GivenGate.Result(List)));
    }

    [Fact]
    public void DeniedInstructions_AreLeftOut()
    {
        var given = Given(GuardAction.Deny, GuardPlace.ToolDefinition) with { Method = McpMethod.Initialize };

        Assert.Equal(GivenGate.Result("""{"serverInfo":{"name":"x"}}"""), given.Passed(GivenGate.Result("""{"serverInfo":{"name":"x"},"instructions":"s3cret"}""")));
        Assert.Equal(["instructions"], given.Outcome.Withheld);
    }

    [Fact]
    public void PolicyAndGuard_OnOneList_AreBothHeld()
    {
        var given = Given(GuardAction.Mask, GuardPlace.ToolDefinition) with { Method = McpMethod.ToolsList, Rule = new McpRule { Server = GivenGate.Server, AllowTools = ["b"] } };

        Assert.Equal(
            GivenGate.Result("""{"tools":[{"name":"b","description":"[WORD]"}]}"""),
            given.Passed(GivenGate.Result("""{"tools":[{"name":"a","description":"s3cret"},{"name":"b","description":"s3cret"},{"name":"c","description":"s3cret"}]}""")));
        Assert.Equal(1, Assert.Single(given.Guard!.Findings).Count);
    }

    [Fact]
    public void Notification_IsMasked_OrDropped()
    {
        const string Progress = """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"s3cret","progress":1,"message":"s3cret"}}""";

        Assert.Equal(Progress.Replace("\"message\":\"s3cret\"", "\"message\":\"[WORD]\"", StringComparison.Ordinal), Given(GuardAction.Mask).Passed(Progress));
        var denying = Given(GuardAction.Deny);
        Assert.Null(denying.Passed(Progress));
        Assert.Equal(["notifications/progress"], denying.Outcome.Withheld);
    }

    [Fact]
    public void Question_IsMasked_OrNotAsked_AndTheServerIsToldSo()
    {
        const string Asked = """{"jsonrpc":"2.0","id":7,"method":"elicitation/create","params":{"message":"your s3cret?","requestedSchema":{}}}""";
        var allowed = new McpRule { Server = GivenGate.Server, AllowTools = ["*"], Elicitation = true };

        Assert.Contains("your [WORD]?", (Given(GuardAction.Mask) with { Rule = allowed }).Passed(Asked));
        var verdict = (Given(GuardAction.Deny) with { Rule = allowed }).Judge(Asked);
        Assert.Equal((GateAction.Drop, true), (verdict.Action, verdict.Answer.Length > 0));
    }

    [Fact]
    public void MessageAfterADeniedOne_IsJudgedByItself()
    {
        var given = Given(GuardAction.Deny);
        var gate = given.Gate();
        gate.Judge(Message("s3cret"));

        Assert.Equal(GateAction.Pass, gate.Judge(Message("clean")).Action);
    }

    [Theory]
    [InlineData(GuardAction.Flag, false)]
    [InlineData(GuardAction.Deny, true)]
    public void FlagOrShadow_PassesByteForByte_AndIsFound(GuardAction action, bool isShadow)
    {
        var check = isShadow ? WordCheck.Shadow(Word, action) : WordCheck.Of(Word, action);
        var given = new GivenGate { Guard = new(new GuardPlan([check])) };

        Assert.Equal(GateAction.Pass, given.Judge(GivenGate.Result("""{"content":[{"type":"text","text":"s3cret s3cret"}]}""")).Action);
        Assert.Equal((2, GuardPlace.ToolResult), (Assert.Single(given.Guard!.Findings).Count, given.Guard.Findings[0].Place));
    }

    internal static GivenGate Given(GuardAction action, params GuardPlace[] on) => new() { Guard = new(new GuardPlan([WordCheck.Of(Word, action, [.. on])])) };

    private static System.Buffers.ReadOnlySequence<byte> Message(string text) => new(System.Text.Encoding.UTF8.GetBytes(GivenGate.Result("{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}")));
}
