using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Pipeline;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>The shapes in which clients of tool servers read a refusal, and the statuses that leave them in their era.</summary>
public sealed class McpErrorsTests
{
    private static readonly Decision s_denial = Decision.Deny(DecisionReason.ToolDenied, "shop/base", "drop*");
    private static readonly Refusal s_denied = new(RefusalReason.ToolDenied, "No.") { Decision = s_denial };

    [Fact]
    public void Answer_DeniedToolCall_IsAResultThatTheModelReads()
    {
        var (status, body) = McpErrors.Answer(s_denied, To("7") with { IsToolCall = true }, 403);

        Assert.Equal(200, status);
        Assert.Equal(
            """{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"No."}],"isError":true,"_meta":{"aigateway.dev/refusal":{"reason":"tool_denied","policy":"shop/base","rule":"drop*"}}}}""",
            Encoding.UTF8.GetString(body));
    }

    [Fact]
    public void Answer_DeniedToolCallOfTheModernEra_SaysThatItIsComplete()
    {
        var (_, body) = McpErrors.Answer(s_denied, To("7") with { IsToolCall = true, Era = McpEra.Modern }, 403);
        Assert.Equal("complete", JsonDocument.Parse(body).RootElement.GetProperty("result").GetProperty("resultType").GetString());
    }

    [Fact]
    public void Answer_PolicyAsksForErrors_IsAnErrorWithTheWords()
    {
        var (status, body) = McpErrors.Answer(s_denied with { Decision = s_denial with { DenyAsError = true } }, To("\"a\"") with { IsToolCall = true }, 403);

        Assert.Equal(200, status);
        Assert.Equal(
            """{"jsonrpc":"2.0","id":"a","error":{"code":403,"message":"No.","data":{"reason":"tool_denied","policy":"shop/base","rule":"drop*"}}}""", Encoding.UTF8.GetString(body));
    }

    [Theory]
    [InlineData("ResourceDenied", "Legacy", 200, 403)]
    [InlineData("TooManyCalls", "Modern", 200, 429)]
    [InlineData("ProviderFailed", "Modern", 200, 502)]
    [InlineData("ServerRedirected", "Legacy", 200, 502)]
    [InlineData("ProviderTimeout", "Legacy", 200, 504)]
    [InlineData("Internal", "Legacy", 200, -32603)]
    [InlineData("InvalidJson", "Modern", 400, -32700)]
    [InlineData("DuplicateName", "Modern", 400, -32600)]
    [InlineData("InvalidMessage", "Legacy", 400, -32600)]
    [InlineData("HeaderMismatch", "Modern", 400, -32020)]
    [InlineData("TaskUnknown", "Modern", 200, -32602)]
    [InlineData("MissingCapability", "Modern", 400, -32021)]
    [InlineData("UnknownMethod", "Modern", 404, -32601)]
    [InlineData("UnknownMethod", "Legacy", 200, -32601)]
    [InlineData("InvalidField", "Modern", 400, -32602)]
    [InlineData("InvalidField", "Legacy", 200, -32602)]
    public void Answer_Reason_HasTheRevisionsStatusAndCode(string reason, string era, int status, int code)
    {
        var refusal = new Refusal(Enum.Parse<RefusalReason>(reason), "No.");

        var (answered, body) = McpErrors.Answer(refusal, To("1") with { Era = Enum.Parse<McpEra>(era) }, RefusalTable.StatusOf(refusal.Reason));

        Assert.Equal(status, answered);
        Assert.Equal(code, JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("WrongOrigin", 403)]
    [InlineData("BodyTooLarge", 413)]
    [InlineData("MethodNotAllowed", 405)]
    [InlineData("McpServerNotAllowed", 403)]
    public void Answer_NobodyKnown_KeepsItsStatusAndHasABody(string reason, int status)
    {
        var refusal = new Refusal(Enum.Parse<RefusalReason>(reason), "No.");

        var (answered, body) = McpErrors.Answer(refusal, McpReplyTo.Nobody, RefusalTable.StatusOf(refusal.Reason));

        Assert.Equal(status, answered);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(body).RootElement.GetProperty("id").ValueKind);
    }

    [Fact]
    public void CodeOf_AllReasons_IsTheSpecificationsOrTheStatus() =>
        Assert.All(Enum.GetValues<RefusalReason>(), reason => Assert.True(McpErrors.CodeOf(reason) < 0 || McpErrors.CodeOf(reason) == RefusalTable.StatusOf(reason), reason.ToString()));

    [Theory]
    [InlineData("Modern", "2026-07-28")]
    [InlineData("Legacy", "2026-07-28 2025-11-25 2025-06-18 2025-03-26 2024-11-05")]
    public void Answer_UnsupportedVersion_NamesThoseThatAre(string era, string supported)
    {
        var (status, body) = McpErrors.Answer(McpAgreement.Unsupported("v999"), To("1") with { Era = Enum.Parse<McpEra>(era) }, 400);

        var error = JsonDocument.Parse(body).RootElement.GetProperty("error");
        Assert.Equal((400, -32022, "v999"), (status, error.GetProperty("code").GetInt32(), error.GetProperty("data").GetProperty("requested").GetString()));
        Assert.Equal(supported.Split(' '), error.GetProperty("data").GetProperty("supported").EnumerateArray().Select(version => version.GetString()));
    }

    [Fact]
    public void Answer_Batch_IsOneArrayWithAnErrorForEachRequest()
    {
        var (status, body) = McpErrors.Answer(s_denied, To("1", "\"b\"") with { IsBatch = true }, 403);

        Assert.Equal(200, status);
        Assert.Equal(["1", "\"b\""], JsonDocument.Parse(body).RootElement.EnumerateArray().Select(error => error.GetProperty("id").GetRawText()));
    }

    [Fact]
    public void Answer_DeniedNotification_IsSwallowed()
    {
        Assert.Equal((202, 0), Length(McpErrors.Answer(s_denied, To() with { IsNotice = true }, 403)));
        Assert.Equal((202, 0), Length(McpErrors.Answer(new(RefusalReason.UnknownMethod, ""), To() with { IsNotice = true }, 404)));
        Assert.Equal(404, McpErrors.Answer(new(RefusalReason.UnknownMethod, ""), To() with { IsNotice = true, Era = McpEra.Modern }, 404).Status);
        Assert.Equal(400, McpErrors.Answer(new(RefusalReason.InvalidMessage, ""), To() with { IsNotice = true }, 400).Status);
    }

    [Fact]
    public void Answer_ReadElsewhere_HasAStatusThatTheClientSees()
    {
        var (status, body) = McpErrors.Answer(s_denied, To("1") with { IsToolCall = true, IsReadElsewhere = true }, 403);

        Assert.Equal(403, status);
        Assert.True(JsonDocument.Parse(body).RootElement.TryGetProperty("error", out _));
    }

    [Fact]
    public void Events_OfAStream_AnswerEachRequestAndNobodyElse()
    {
        Assert.Equal("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":502,\"message\":\"It broke.\",\"data\":{\"reason\":\"stream_broken\"}}}\n\n",
            Encoding.UTF8.GetString(McpErrors.Events(new(RefusalReason.StreamBroken, "It broke."), To("7"))));
        Assert.Empty(McpErrors.Events(new(RefusalReason.StreamBroken, "It broke."), McpReplyTo.Nobody));
    }

    private static (int Status, int Length) Length((int Status, byte[] Body) answer) => (answer.Status, answer.Body.Length);

    private static McpReplyTo To(params string[] ids) => new(McpEra.Legacy, [.. ids.Select(id => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(id))]);
}
