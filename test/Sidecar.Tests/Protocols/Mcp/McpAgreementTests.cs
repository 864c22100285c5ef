using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>The body makes the era, and no header says anything else than the body.</summary>
public sealed class McpAgreementTests
{
    private const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private const string Modern = "MCP-Protocol-Version: 2026-07-28";
    private const string Call = $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"add\",{Meta}}}}}";
    private const string List = $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{{{Meta}}}}}";
    private const string TasksGet = """{"jsonrpc":"2.0","id":1,"method":"tasks/get","params":{"taskId":"t","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"extensions":{"io.modelcontextprotocol/tasks":{}}}}}}""";
    private const string LegacyCall = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add"}}""";

    [Theory]
    [InlineData(Call, "Modern", Modern, "Mcp-Method: tools/call", "Mcp-Name: add")]
    [InlineData(Call, "Modern", Modern, "mcp-method: tools/call", "MCP-NAME: =?base64?YWRk?=")]
    [InlineData(List, "Modern", Modern, "Mcp-Method: tools/list")]
    [InlineData(TasksGet, "Modern", Modern, "Mcp-Method: tasks/get", "Mcp-Name: t")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tasks/get","params":{"taskId":"t"}}""", "Legacy")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}""", "Modern", Modern)]
    [InlineData(LegacyCall, "Legacy")]
    [InlineData(LegacyCall, "Legacy", "MCP-Protocol-Version: 2025-11-25")]
    [InlineData(LegacyCall, "Legacy", "MCP-Protocol-Version: 2025-06-18", "Mcp-Method: tools/call", "Mcp-Name: add")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"1999-01-01","capabilities":{}}}""", "Legacy")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"result":{}}]""", "Legacy", "MCP-Protocol-Version: 2025-03-26")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", "Legacy")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""", "Legacy", "MCP-Protocol-Version: 2025-11-25")]
    public void Check_TrueToItsEra_Passes(string json, string expected, params string[] headers)
    {
        Assert.Null(Check(json, headers, out var era)?.Message);
        Assert.Equal(Enum.Parse<McpEra>(expected), era);
    }

    [Theory]
    [InlineData("HeaderMismatch", Call, "Mcp-Method: tools/call", "Mcp-Name: add")]
    [InlineData("HeaderMismatch", Call, "MCP-Protocol-Version: 2025-11-25", "Mcp-Method: tools/call", "Mcp-Name: add")]
    [InlineData("HeaderMismatch", Call, Modern, Modern, "Mcp-Method: tools/call", "Mcp-Name: add")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Name: add")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: tools/list", "Mcp-Name: add")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: TOOLS/CALL", "Mcp-Name: add")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: tools/call", "Mcp-Method: tools/list", "Mcp-Name: add")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: tools/call")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: tools/call", "Mcp-Name: other")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: tools/call", "Mcp-Name: Add")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: tools/call", "Mcp-Name: =?base64?b3RoZXI=?=")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: tools/call", "Mcp-Name: =?base64?YWR?=")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: tools/call", "Mcp-Name: =?base64?YW Rk?=")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: tools/call", "Mcp-Name: YWRk")]
    [InlineData("HeaderMismatch", Call, Modern, "Mcp-Method: tools/call", "Mcp-Name: add", "Mcp-Name: add")]
    [InlineData("HeaderMismatch", List, Modern, "Mcp-Method: tools/list", "Mcp-Name: add")]
    [InlineData("HeaderMismatch", LegacyCall, "Mcp-Method: tools/list")]
    [InlineData("HeaderMismatch", LegacyCall, "Mcp-Name: other")]
    [InlineData("HeaderMismatch", LegacyCall, "Mcp-Session-Id: a b")]
    [InlineData("HeaderMismatch", LegacyCall, "Mcp-Session-Id: a", "Mcp-Session-Id: b")]
    [InlineData("InvalidField", LegacyCall, Modern, "Mcp-Method: tools/call", "Mcp-Name: add")]
    [InlineData("InvalidField", """{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}""", Modern, "Mcp-Method: server/discover")]
    [InlineData("InvalidField", """{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/clientCapabilities":{}}}}""", Modern, "Mcp-Method: server/discover")]
    [InlineData("UnsupportedVersion", LegacyCall, "MCP-Protocol-Version: 1900-01-01")]
    [InlineData("UnsupportedVersion", LegacyCall, "MCP-Protocol-Version: draft")]
    [InlineData("UnsupportedVersion", """{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"v999.0.0"}}}""", "MCP-Protocol-Version: v999.0.0")]
    [InlineData("UnsupportedVersion", """{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2025-11-25"}}}""", "MCP-Protocol-Version: 2025-11-25")]
    [InlineData("MissingCapability", $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/get\",\"params\":{{\"taskId\":\"t\",{Meta}}}}}", Modern, "Mcp-Method: tasks/get", "Mcp-Name: t")]
    [InlineData("HeaderMismatch", TasksGet, Modern, "Mcp-Method: tasks/get", "Mcp-Name: other")]
    [InlineData("InvalidMessage", """{"jsonrpc":"2.0","id":1,"result":{}}""", Modern)]
    [InlineData("InvalidMessage", "[" + Call + "]", Modern)]
    [InlineData("InvalidMessage", """[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", "MCP-Protocol-Version: 2025-06-18")]
    [InlineData("InvalidMessage", """[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", Modern)]
    [InlineData("InvalidMessage", """[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", "Mcp-Method: ping")]
    [InlineData("InvalidMessage", """[{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}]""")]
    [InlineData("InvalidMessage", """{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add"}}""")]
    [InlineData("InvalidMessage", """{"jsonrpc":"2.0","id":1,"method":"notifications/initialized"}""")]
    [InlineData("UnknownMethod", """{"jsonrpc":"2.0","id":1,"method":"tools/Call"}""")]
    [InlineData("UnknownMethod", """{"jsonrpc":"2.0","id":1,"method":"server/discover"}""")]
    [InlineData("UnknownMethod", """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen"}""")]
    [InlineData("UnknownMethod", """{"jsonrpc":"2.0","id":1,"method":"sampling/createMessage"}""")]
    [InlineData("UnknownMethod", """{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}""")]
    [InlineData("UnknownMethod", """{"jsonrpc":"2.0","method":"notifications/own"}""")]
    [InlineData("UnknownMethod", $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/subscribe\",\"params\":{{{Meta}}}}}", Modern, "Mcp-Method: resources/subscribe")]
    [InlineData("UnknownMethod", $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{{{Meta}}}}}", Modern, "Mcp-Method: ping")]
    [InlineData("UnknownMethod", $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{{{Meta}}}}}", Modern, "Mcp-Method: initialize")]
    public void Check_AnythingElse_IsRefused(string reason, string json, params string[] headers) =>
        Assert.Equal(Enum.Parse<RefusalReason>(reason), Check(json, headers, out _)?.Reason);

    [Theory]
    [InlineData("HeaderMismatch", "Region: eu")]
    [InlineData("HeaderMismatch", "REGION: eu")]
    [InlineData("HeaderMismatch", "Region: =?base64?dXMtd2VzdDE?=")]
    [InlineData("HeaderMismatch", "Region: us-west1", "Region: us-west1")]
    [InlineData("HeaderMismatch", "Count: 41")]
    [InlineData("HeaderMismatch", "Count: forty")]
    [InlineData("HeaderMismatch", "Dry: True")]
    [InlineData(null, "Region: us-west1", "Count: 42.0", "Dry: true", "Deep: anything", "Nothing: x", "Elsewhere: y")]
    [InlineData(null, "region: =?base64?dXMtd2VzdDE=?=")]
    public void Mirrors_OfArguments_AgreeWhereTheyCanBeTold(string? reason, params string[] headers)
    {
        using var body = Body("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{"region":"us-west1","count":42,"dry":true,"deep":{"region":"eu"},"nothing":null}}}""");
        var read = Headers([.. headers.Select(header => "Mcp-Param-" + header)]);
        Assert.Equal(reason, ParameterMirrors.Check(read, Content(body).Messages[0], body)?.Reason.ToString());
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=?base64?SGVsbG8=?=", "Hello")]
    [InlineData("=?base64?SGVsbG8=", "=?base64?SGVsbG8=")]
    [InlineData("SGVsbG8=?=", "SGVsbG8=?=")]
    [InlineData("=?BASE64?SGVsbG8=?=", "=?BASE64?SGVsbG8=?=")]
    [InlineData("=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=", "=?base64?literal?=")]
    [InlineData("=?base64?SGVsbG8, 5LiW?=", null)]
    [InlineData("=?base64?SGVsbG8?=", null)]
    [InlineData("=?base64?SGVs!!!bG8=?=", null)]
    [InlineData("=?base64?SGVsbG9=?=", null)]
    [InlineData("=?base64?/w==?=", null)]
    [InlineData("=?base64?=", "=?base64?=")]
    public void Decode_Header_IsWhatItStandsFor(string header, string? text) => Assert.Equal(text, MirroredValue.Decode(header));

    [Theory]
    [InlineData("http://localhost", true)]
    [InlineData("https://LOCALHOST:3000", true)]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData("http://[::1]", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("null", false)]
    [InlineData("http://evil.example.com", false)]
    [InlineData("http://localhost.evil.com", false)]
    [InlineData("http://evil.com:80@localhost", false)]
    [InlineData("http://localhost:80@evil.com", false)]
    [InlineData("http://localhost:", false)]
    [InlineData("http://localhost:0", false)]
    [InlineData("http://localhost:99999", false)]
    [InlineData("http://localhost/", false)]
    [InlineData("http://127.0.0.2", false)]
    [InlineData("http://::1", false)]
    [InlineData("file://localhost", false)]
    [InlineData("http://localhost http://evil.com", false)]
    public void Origin_OfAPage_MustBeThisMachines(string origin, bool isOurs) => Assert.Equal(isOurs, McpOrigin.Check(Headers([$"Origin: {origin}"])) is null);

    [Fact]
    public void Origin_NoneOrTwo_NoneAlonePasses()
    {
        Assert.Null(McpOrigin.Check(new HeaderDictionary()));
        Assert.NotNull(McpOrigin.Check(Headers(["Origin: http://localhost", "Origin: http://localhost"])));
    }

    private static Refusal? Check(string json, string[] headers, out McpEra era)
    {
        using var body = Body(json);
        return McpAgreement.Check(Content(body), McpHeaders.Of(Headers(headers)), out era);
    }

    private static HeaderDictionary Headers(string[] lines)
    {
        var headers = new HeaderDictionary();
        foreach (var line in lines) headers.Append(line[..line.IndexOf(':')], line[(line.IndexOf(':') + 2)..]);
        return headers;
    }

    private static McpContent Content(Body body)
    {
        Assert.False(McpReader.Read(body, McpEra.Legacy).Stops(out var refusal, out var content), refusal?.Message);
        return content!;
    }

    private static Body Body(string json)
    {
        var body = new Body(Chunks.Pool());
        Assert.True(body.TryAppend(Encoding.UTF8.GetBytes(json)));
        return body;
    }
}
