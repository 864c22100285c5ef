using System.Buffers;
using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>What is a message, and what is read of it; everything that two readers could take in two ways is refused.</summary>
public sealed class McpReaderTests
{
    private const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    [Fact]
    public void Read_ToolCall_KnowsItsNameAndWhereItsArgumentsStand()
    {
        using var body = Body("""{"method":"tools/call","params":{"arguments" : {"a":[1,{"name":"x"}]} ,"name":"add"},"jsonrpc":"2.0","id":7}""");

        var message = Assert.Single(Content(body).Messages);

        Assert.Equal((McpKind.Request, McpMethod.ToolsCall, "tools/call", "add"), (message.Kind, message.Method, message.MethodName, message.Name));
        Assert.Equal("7", Encoding.UTF8.GetString(message.Id.Span));
        Assert.Equal("""{"a":[1,{"name":"x"}]}""", Encoding.UTF8.GetString(body.Bytes.ToArray().AsSpan((int)message.Arguments.Start, (int)message.Arguments.Length)));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"a","method":"resources/read","params":{"uri":"file:///a"}}""", "file:///a", null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"x:\u0061"}}""", "x:a", null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"p","arguments":null}}""", null, "p", null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"p"},"argument":{"name":"a","value":""}}}""", null, "p", null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"argument":{"name":"a"},"ref":{"uri":"x:{y}","type":"ref/resource"}}}""", "x:{y}", null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"uri":"x:","type":"ref/prompt","name":"p"}}}""", null, "p", null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tasks/get","params":{"taskId":"t"}}""", null, null, "t")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", null, null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"p","_meta":null,"n\u00e4me":7}}""", null, "p", null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"name":"n","uri":"x:","taskId":"t"}}""", null, null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"name":"n","uri":"x:","taskId":"t"}}""", "x:", null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"n","uri":"x:","taskId":"t"}}""", null, "n", null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tasks/cancel","params":{"name":"n","uri":"x:","taskId":"t"}}""", null, null, "t")]
    public void Read_Request_NamesWhatItIsAbout(string json, string? uri, string? name, string? task)
    {
        using var body = Body(json);
        var message = Content(body).Messages[0];
        Assert.Equal((uri, name, task), (message.Uri, message.Name, message.TaskId));
    }

    [Fact]
    public void Read_Subscription_NamesItsResources()
    {
        using var body = Body($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{{{Meta},\"notifications\":{{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a:1\",\"b:2\"]}}}}}}");
        Assert.Equal(["a:1", "b:2"], Content(body).Messages[0].Uris);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", "Notification")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"roots":[]}}""", "Response")]
    [InlineData("""{"jsonrpc":"2.0","id":"x","error":{"code":1,"message":""}}""", "Response")]
    public void Read_Message_IsOneOfThree(string json, string kind)
    {
        using var body = Body(json);
        Assert.Equal(Enum.Parse<McpKind>(kind), Content(body).Messages[0].Kind);
    }

    [Theory]
    [InlineData("", "InvalidJson")]
    [InlineData("nonsense", "InvalidJson")]
    [InlineData("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", "InvalidJson")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"}x""", "InvalidJson")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"}{}""", "InvalidJson")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping",}""", "InvalidJson")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"/**/}""", "InvalidJson")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\ud800"}}""", "InvalidJson")]
    [InlineData("7", "InvalidMessage")]
    [InlineData("[]", "InvalidMessage")]
    [InlineData("[7]", "InvalidMessage")]
    [InlineData("[[]]", "InvalidMessage")]
    [InlineData("{}", "InvalidMessage")]
    [InlineData("""{"id":1,"method":"ping"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"ping"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":2.0,"id":1,"method":"ping"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"ping"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1.0,"method":"ping"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1e3,"method":"ping"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":-0,"method":"ping"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":99999999999999999999,"method":"ping"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":true,"method":"ping"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":[1],"method":"ping"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":["ping"]}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":""}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":null}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{},"error":{}}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{},"params":{}}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","result":{}}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":[]}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","extra":1}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","Name":"b"}}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","argument\u017f":{}}}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tasks/get","params":{"taskId":"a","tas\u212aId":"b"}}""", "InvalidMessage")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025 11 25"}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"b"}}""", "DuplicateName")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","nam\u0065":"b"}}""", "DuplicateName")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a"},"params":{"name":"b"}}""", "DuplicateName")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{"x":{"y":1,"y":2}}}}""", "DuplicateName")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}""", "DuplicateName")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call"}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":null}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":["a"]}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":""}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a\nb"}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"<instructions>"}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":[]}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":"{}"}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","_meta":[]}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"name":"a"}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tasks/get","params":{}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/tool","name":"p"}}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","uri":"p"}}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":"a:1"}}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":["a:1",7]}}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":["a:1",{"uri":"b"}]}}}""", "InvalidField")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":["a"]}}""", "InvalidField")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":1,"method":"ping"}]""", "InvalidMessage")]
    public void Read_AnythingElse_IsRefused(string json, string reason) => Assert.Equal(Enum.Parse<RefusalReason>(reason), RefusalOf(json)?.Reason);

    [Fact]
    public void Read_BrokenUtf8_IsRefused()
    {
        using var body = Chunks.Straddling(Chunks.Pool(), [.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\""u8, 0xC3, 0x28, .. "\"}}"u8], 0);
        Assert.True(McpReader.Read(body, McpEra.Legacy).Stops(out var refusal, out _));
        Assert.Equal(RefusalReason.InvalidJson, refusal.Reason);
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(64, "InvalidMessage")]
    [InlineData(100_000, "InvalidMessage")]
    public void Read_NestedArguments_AreBounded(int depth, string? reason)
    {
        var json = $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"a\",\"arguments\":{{\"x\":{new string('[', depth)}{new string(']', depth)}}}}}}}";
        Assert.Equal(reason, RefusalOf(json)?.Reason.ToString());
    }

    [Fact]
    public void Read_LongNamesAndBatches_AreBounded()
    {
        Assert.Equal(RefusalReason.InvalidField, RefusalOf($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"{new string('a', 257)}\"}}}}")!.Reason);
        Assert.Null(RefusalOf($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"{new string('a', 256)}\"}}}}"));
        Assert.Equal(RefusalReason.InvalidField, RefusalOf($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{{\"uri\":\"{new string('a', 2049)}\"}}}}")!.Reason);
        Assert.Equal(RefusalReason.InvalidMessage, RefusalOf($"{{\"jsonrpc\":\"2.0\",\"id\":\"{new string('a', 300)}\",\"method\":\"ping\"}}")!.Reason);
        Assert.Equal(RefusalReason.InvalidMessage, RefusalOf($"[{string.Join(',', Enumerable.Range(0, 33).Select(id => $"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"ping\"}}"))}]")!.Reason);
    }

    [Theory]
    [InlineData("""{"method":"tools/call","params":{"name":7},"jsonrpc":"2.0","id":"last"}""", "\"last\"")]
    [InlineData("""{"id":5,"jsonrpc":"2.0","method":"tools/call","params":{"name":"a","name":"b"}}""", "5")]
    [InlineData("""{"id":5,"id":6,"jsonrpc":"2.0","method":"ping"}""", null)]
    [InlineData("""{"id":5,"jsonrpc":"2.0","result":7}""", null)]
    [InlineData("""{"id":5,"jsonrpc":"2.0","method":"ping"}}""", null)]
    public void Read_Refused_AnswersTheIdWhereverItStands(string json, string? id) =>
        Assert.Equal(id is null ? [] : [id], RefusalOf(json)!.ReplyTo!.Ids.Select(known => Encoding.UTF8.GetString(known.Span)));

    [Theory]
    [InlineData("{}", "sampling elicitation roots", "{}")]
    [InlineData("""{"sampling":{}}""", "sampling", "{}")]
    [InlineData("""{ "sampling" : {"tools":[1,2]} , "roots":{"listChanged":true} }""", "sampling", """{ "roots":{"listChanged":true} }""")]
    [InlineData("""{ "sampling" : {"tools":[1,2]} , "roots":{"listChanged":true} }""", "roots", """{ "sampling" : {"tools":[1,2]} }""")]
    [InlineData("""{ "sampling":{}, "roots":{}, "elicitation":{} }""", "sampling roots", """{  "elicitation":{} }""")]
    [InlineData("""{ "sampling":{}, "roots":{}, "elicitation":{} }""", "roots elicitation", """{ "sampling":{} }""")]
    [InlineData("""{ "sampling":{}, "roots":{}, "elicitation":{} }""", "sampling elicitation", """{ "roots":{} }""")]
    [InlineData("""{ "sampling":{}, "roots":{}, "elicitation":{} }""", "sampling roots elicitation", """{  }""")]
    [InlineData("""{"x":1,"sampling":null,"y":"z","roots":7,"q":[]}""", "sampling roots", """{"x":1,"y":"z","q":[]}""")]
    [InlineData("""{"extensions":{"io.modelcontextprotocol/tasks":{"a":[1]},"b":2},"sampling":{}}""", "sampling", """{"extensions":{"io.modelcontextprotocol/tasks":{"a":[1]},"b":2}}""")]
    [InlineData("""{"sampling":{},"extensions":{},"roots":{}}""", "sampling roots", """{"extensions":{}}""")]
    [InlineData("""{"x":"LONG","sampling":"LONG","y":1}""", "sampling", """{"x":"LONG","y":1}""")]
    public void Without_Capabilities_LeavesWholeJson(string capabilities, string withheld, string left)
    {
        var text = new string('x', 1000);
        foreach (var (before, after) in new[]
        {
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":", "}}"),
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":", "}}}"),
        })
        {
            using var body = Body((before + capabilities + after).Replace("LONG", text, StringComparison.Ordinal));
            using var request = new McpRequest { Server = "s", Verb = McpVerb.Post, Messages = Content(body).Messages, Body = body };

            var edits = request.Without(subject => withheld.Split(' ').Contains(subject.ToString(), StringComparer.OrdinalIgnoreCase));

            Assert.Equal((before + left + after).Replace("LONG", text, StringComparison.Ordinal), Edited(body, edits));
        }
    }

    [Fact]
    public void Read_AnySplit_ReadsTheSame() =>
        Prop.ForAll((from json in Message from at in Gen.Choose(0, 200) select (json, at)).ToArbitrary(), sample =>
        {
            var bytes = Encoding.UTF8.GetBytes(sample.json);
            using var whole = Body(sample.json);
            using var split = Chunks.Straddling(Chunks.Pool(), bytes, sample.at);
            Assert.Equal(Told(whole, 0), Told(split, split.Length - bytes.Length));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Read_AnyBytes_NeverThrows() =>
        Prop.ForAll(
            (from json in Message from marks in (from at in Gen.Choose(0, 10_000) from octet in Gen.Choose(0, 255) select (at, octet)).ArrayOf() from cut in Gen.Choose(0, 300) select (json, marks, cut)).ToArbitrary(),
            sample =>
            {
                var bytes = Encoding.UTF8.GetBytes(sample.json);
                foreach (var (at, octet) in sample.marks) bytes[at % bytes.Length] = (byte)octet;
                using var body = Chunks.Straddling(Chunks.Pool(), bytes[..Math.Max(1, bytes.Length - sample.cut)], 9);
                if (McpReader.Read(body, McpEra.Modern).Stops(out var refusal, out _))
                    Assert.Contains(refusal.Reason, new[] { RefusalReason.InvalidJson, RefusalReason.InvalidMessage, RefusalReason.InvalidField, RefusalReason.DuplicateName });
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static Gen<string> Value => Gen.Elements(
        "1", "null", "true", "\"a\"", "\"caf\u00e9 \U0001F600\"", "\"\\u0061\\\"\\\\\"", "{}", "[]", "[1,{\"a\":2}]", "{\"name\":\"inner\",\"uri\":[\"x\"]}", $"\"{new string('l', 700)}\\n\"");

    private static Gen<string> Parameters =>
        from members in (from name in Gen.Elements("name", "uri", "arguments", "taskId", "ref", "_meta", "capabilities", "other", "n\\u0061me") from value in Value select $"\"{name}\": {value}").ArrayOf()
        from meta in Gen.Elements(Meta, "\"x\":1", "\"capabilities\":{\"roots\":{},\"sampling\":{\"a\":[]} , \"z\":\"q\"}")
        select "{" + string.Join(" ,", members.Append(meta)) + "}";

    private static Gen<string> One =>
        from method in Gen.Elements("tools/call", "resources/read", "ping", "notifications/cancelled", "prompts/get", "x/y")
        from id in Gen.Elements("1", "\"id\"", "\"\\u00e9\"", "1.5", "null")
        from parameters in Parameters
        from members in Gen.Shuffle(new[] { "\"jsonrpc\":\"2.0\"", $"\"method\" :\"{method}\"", $"\"id\":{id}", $"\"params\":{parameters}" })
        from count in Gen.Choose(2, 4)
        select "{" + string.Join(",", members.Take(count)) + "}";

    private static Gen<string> Message => Gen.OneOf(One, from some in One.ArrayOf(3) select $"[{string.Join(" , ", some)}]");

    private static string Told(Body body, long offset)
    {
        if (McpReader.Read(body, McpEra.Legacy).Stops(out var refusal, out var content))
            return $"{refusal.Reason} {refusal.Message} {string.Join(',', refusal.ReplyTo!.Ids.Select(id => Encoding.UTF8.GetString(id.Span)))}";
        return $"{content.IsBatch} {content.MetaVersion} {content.HasMetaCapabilities} " + string.Join('|', content.Messages.Select(message =>
            $"{message.Kind} {message.MethodName} {Encoding.UTF8.GetString(message.Id.Span)} {message.Name} {message.Uri} {message.TaskId} {message.HasInputResponses} "
            + $"{(message.Arguments.Length == 0 ? 0 : message.Arguments.Start - offset)} {message.Arguments.Length} "
            + string.Join(',', message.Capabilities.Select(one => $"{one.Capability}:{one.Removal.Start - offset}+{one.Removal.Length}"))));
    }

    private static string Edited(Body body, IEnumerable<BodyEdit> edits)
    {
        var text = body.Bytes.ToArray();
        var left = new List<byte>();
        var at = 0;
        foreach (var edit in edits)
        {
            Assert.True(edit.Start >= at);
            left.AddRange(text[at..(int)edit.Start]);
            at = (int)(edit.Start + edit.Length);
        }

        return Encoding.UTF8.GetString([.. left, .. text[at..]]);
    }

    private static Refusal? RefusalOf(string json)
    {
        using var body = Body(json);
        return McpReader.Read(body, McpEra.Legacy).Stops(out var refusal, out _) ? refusal : null;
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
