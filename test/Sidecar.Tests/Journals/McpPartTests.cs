using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Journals;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Journals;

/// <summary>What a line tells of a call to a tool server: who, what, why and how large, and no value that was not asked for.</summary>
public sealed class McpPartTests
{
    [Fact]
    public void Write_ToolCall_TellsItWithOpenTelemetrysNames()
    {
        var record = RecordOf(new McpMessage { Kind = McpKind.Request, Method = McpMethod.ToolsCall, MethodName = "tools/call", Id = "\"id-7\""u8.ToArray(), Name = "search" });
        record.Arguments = [new() { Bytes = 12, Hash = "abcd", Shape = [new("q", "string", "<=16"), new("?", "number", null)], More = 2 }];
        record.Reply.Mcp = new() { ResultBytes = 99, Messages = 1, IsError = true, Drift = "changed", Listed = 5, Shown = 3, ErrorCode = -32000 };
        record.Reply.Mcp.Withhold("sampling/createMessage");

        Assert.Equal(
            """{"server":"github","verb":"post","era":"modern","mcp.protocol.version":"2026-07-28","mcp.method.name":"tools/call","jsonrpc.request.id":"id-7","gen_ai.tool.name":"search","arguments":{"bytes":12,"sha256":"abcd","shape":[{"name":"q","type":"string","bytes":"<=16"},{"name":"?","type":"number"}],"more":2},"answers":1,"resultBytes":99,"isError":true,"rpc.response.status_code":-32000,"listed":5,"shown":3,"drift":"changed","withheld":["sampling/createMessage"]}""",
            PartOf(record).GetRawText().Replace("\\u003C", "<", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_ResourceAndPrompt_HaveTheirNames()
    {
        Assert.Equal("file:///a/b", PartOf(RecordOf(Message(McpMethod.ResourcesRead, "resources/read") with { Uri = "file:///a/b?token=secret#x" })).GetProperty("mcp.resource.uri").GetString());
        Assert.Equal("https://h/a", PartOf(RecordOf(Message(McpMethod.ResourcesRead, "resources/read") with { Uri = "https://user:secret@h/a" })).GetProperty("mcp.resource.uri").GetString());
        Assert.Equal("review", PartOf(RecordOf(Message(McpMethod.PromptsGet, "prompts/get") with { Name = "review" })).GetProperty("gen_ai.prompt.name").GetString());
    }

    [Fact]
    public void Write_Values_StayOnTheLineAsTheyAre()
    {
        var record = RecordOf(Message(McpMethod.ToolsCall, "tools/call") with { Name = "x" });
        record.Arguments = [new() { Bytes = 1, Values = Encoding.UTF8.GetBytes("{\n \"a\" : 9007199254740993,\r\n\"b\":\"\u2028\"}") }];

        var part = PartOf(record);

        Assert.Equal("9007199254740993", part.GetProperty("arguments").GetProperty("values").GetProperty("a").GetRawText());
        Assert.DoesNotContain('\n', part.GetRawText());
    }

    [Fact]
    public void Write_Batch_TellsEachMessageUpToABound()
    {
        var record = RecordOf([.. Enumerable.Range(0, 50).Select(number => Message(McpMethod.ToolsCall, "tools/call") with { Name = $"t{number}" })]);

        var part = PartOf(record);

        Assert.Equal((50, 32), (part.GetProperty("batch").GetInt32(), part.GetProperty("messages").GetArrayLength()));
        Assert.Equal("t31", part.GetProperty("messages")[31].GetProperty("gen_ai.tool.name").GetString());
    }

    [Fact]
    public void Write_Stream_HasNoMessage()
    {
        var record = RecordOf([]);
        record.Call = new() { Operation = Operation.Mcp, Dialect = Dialect.Mcp, Mcp = new() { Server = "github", Verb = McpVerb.Get } };

        Assert.Equal("""{"server":"github","verb":"get","era":"legacy"}""", PartOf(record).GetRawText());
    }

    [Fact]
    public void Write_HostileWords_AreBoundedAndStayInTheirStrings()
    {
        var record = RecordOf(Message(McpMethod.ToolsCall, "tools/call") with { Name = "\"\n\u202E" + new string('x', 5000), Id = Encoding.UTF8.GetBytes(new string('7', 5000)) });

        var part = PartOf(record);

        Assert.Equal((256, 256), (part.GetProperty("gen_ai.tool.name").GetString()!.Length, part.GetProperty("jsonrpc.request.id").GetString()!.Length));
        Assert.True(Ascii.IsValid(part.GetRawText()));
    }

    private static McpMessage Message(McpMethod method, string name) => new() { Kind = McpKind.Request, Method = method, MethodName = name };

    private static CallRecord RecordOf(params McpMessage[] messages) => new("c1", DateTimeOffset.UnixEpoch, 0)
    {
        Call = new()
        {
            Operation = Operation.ExecuteTool,
            Dialect = Dialect.Mcp,
            Mcp = new() { Server = GivenTools.Server, Verb = McpVerb.Post, Era = McpEra.Modern, Version = "2026-07-28", Messages = [.. messages], IsBatch = messages.Length > 1 },
        },
    };

    private static JsonElement PartOf(CallRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) AuditLine.Write(json, record, TimeProvider.System);
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement.GetProperty("mcp");
    }
}
