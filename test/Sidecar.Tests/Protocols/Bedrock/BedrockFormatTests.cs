using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Tests.Protocols.Bedrock;

/// <summary>Rules of Converse that no case of translation shows alone.</summary>
public sealed class BedrockFormatTests
{
    private const string Claude = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private const string OldClaude = "us.anthropic.claude-3-7-sonnet-20250219-v1:0";
    private const string NewClaude = "anthropic.claude-opus-4-7";
    private const string Nova = "amazon.nova-pro-v1:0";

    [Fact]
    public void WriteRequest_OfEverythingThatWasRead_IsTheSame()
    {
        const string request = """
            {"system":[{"text":"Be brief."},{"cachePoint":{"type":"default","ttl":"1h"}}],
            "messages":[
            {"role":"user","content":[{"text":"Look"},{"image":{"format":"png","source":{"bytes":"aWJt"}}},{"document":{"format":"pdf","name":"Report (1)","source":{"bytes":"cGRm"}}},{"video":{"format":"mp4","source":{"bytes":"dmlk"}}},{"cachePoint":{"type":"default"}}]},
            {"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"Hm","signature":"c2ln"}}},{"reasoningContent":{"redactedContent":"c2VhbA=="}},{"toolUse":{"toolUseId":"t1","name":"look","input":{"a":[1,{"b":null}]}}}]},
            {"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"text":"no"},{"image":{"format":"jpeg","source":{"bytes":"aW1n"}}}],"status":"error"}}]}],
            "inferenceConfig":{"maxTokens":5000,"topP":0.95,"stopSequences":["END"]},
            "serviceTier":{"type":"flex"},"requestMetadata":{"team":"a b"},
            "toolConfig":{"tools":[{"toolSpec":{"name":"look","description":"Looks","inputSchema":{"json":{"type":"object"}},"strict":true}},{"cachePoint":{"type":"default"}}],"toolChoice":{"auto":{}}},
            "additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000}},
            "outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":"{\u0022type\u0022:\u0022object\u0022}","name":"n","description":"d"}}}}}
            """;

        var (written, losses, unknown) = Write(Claude, request);

        Assert.Equal(request.ReplaceLineEndings(""), written);
        Assert.Empty(losses.Paths);
        Assert.Empty(losses.Notes);
        Assert.Empty(unknown);
    }

    [Fact]
    public void ReadRequest_WhatHasNoPlace_IsNamed()
    {
        const string request = """
            {"guardrailConfig":{},"performanceConfig":{},"promptVariables":{},"additionalModelResponseFieldPaths":[],"additionalModelRequestFields":{"anthropic_beta":[]},"inferenceConfig":{"topK":1},
            "messages":[{"role":"user","id":1,"content":[{"cachePoint":{}},{"text":"a"},{"guardContent":{}},{"image":{"format":"png","source":{"s3Location":{"uri":"s3://a/b"}}}},
            {"document":{"format":"pdf","name":"n","context":"c","citations":{},"source":{"text":"t"}}},{"toolResult":{"toolUseId":"t","content":[{"searchResult":{}}]}}]}],
            "toolConfig":{"tools":[{"systemTool":{"name":"s"}}]}}
            """;

        using var document = JsonDocument.Parse(request);
        var read = BedrockFormat.Instance.ReadRequest(document.RootElement);

        Assert.Equal(
            ["guardrailConfig", "performanceConfig", "promptVariables", "additionalModelResponseFieldPaths", "additionalModelRequestFields.anthropic_beta", "inferenceConfig.topK", "messages[0].id",
            "messages[0].content[0].cachePoint", "messages[0].content[2].guardContent", "messages[0].content[3].image.source.s3Location", "messages[0].content[4].document.context",
            "messages[0].content[4].document.citations", "messages[0].content[5].toolResult.content[0].searchResult", "toolConfig.tools[0].systemTool"],
            read.Unknown);
    }

    [Theory]
    [InlineData("""{"messages":{}}""", "messages")]
    [InlineData("""{"messages":[{"role":"tool","content":[]}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":1}]}]}""", "messages[0].content[0].text")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"toolUse":{"toolUseId":"a","name":"b","input":"{}"}}]}]}""", "messages[0].content[0].toolUse.input")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"toolUse":{"name":"b"}}]}]}""", "messages[0].content[0].toolUse.toolUseId")]
    [InlineData("""{"inferenceConfig":{"maxTokens":"1"}}""", "inferenceConfig.maxTokens")]
    [InlineData("""{"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{}}}]}}""", "toolConfig.tools[0].toolSpec.inputSchema.json")]
    [InlineData("""{"toolConfig":{"toolChoice":{"none":{}}}}""", "toolConfig.toolChoice")]
    [InlineData("""{"outputConfig":{"textFormat":{"structure":{"jsonSchema":{"schema":"[}"}}}}}""", "outputConfig.textFormat.structure.jsonSchema.schema")]
    public void ReadRequest_OfAnotherShape_NamesThePlace(string request, string path)
    {
        using var document = JsonDocument.Parse(request);

        Assert.Equal(path, Assert.Throws<UnfitFieldException>(() => BedrockFormat.Instance.ReadRequest(document.RootElement)).Path);
    }

    [InlineData(Nova, """{"messages":[],"additionalModelRequestFields":{"top_k":3,"thinking":{"type":"enabled","budget_tokens":2000}}}""", """{"messages":[]}""", "additionalModelRequestFields.top_k,additionalModelRequestFields.thinking")]
    [InlineData(OldClaude, """{"messages":[],"inferenceConfig":{"temperature":0.5,"topP":0.9},"additionalModelRequestFields":{"top_k":5}}""", """{"messages":[],"inferenceConfig":{"temperature":0.5,"topP":0.9},"additionalModelRequestFields":{"top_k":5}}""", "")]
    [InlineData(Claude, """{"messages":[],"inferenceConfig":{"temperature":0.5,"topP":0.9}}""", """{"messages":[],"inferenceConfig":{"temperature":0.5}}""", "inferenceConfig.topP")]
    [InlineData(Claude, """{"messages":[],"outputConfig":{"effort":"high"}}""", """{"messages":[],"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":4096}}}""", "")]
    [InlineData(Claude, """{"messages":[],"outputConfig":{"effort":"high"},"inferenceConfig":{"maxTokens":1000}}""", """{"messages":[],"inferenceConfig":{"maxTokens":1000}}""", "outputConfig.effort")]
    [InlineData(NewClaude, """{"messages":[],"outputConfig":{"effort":"high"}}""", """{"messages":[],"additionalModelRequestFields":{"thinking":{"type":"adaptive"}},"outputConfig":{"effort":"high"}}""", "")]
    [InlineData(NewClaude, """{"messages":[],"inferenceConfig":{"temperature":0.5}}""", """{"messages":[]}""", "inferenceConfig.temperature")]
    [InlineData(Claude, """{"messages":[],"additionalModelRequestFields":{"thinking":{"type":"disabled"}}}""", """{"messages":[]}""", "")]
    [InlineData("anthropic.claude-3-haiku-20240307-v1:0", """{"messages":[],"outputConfig":{"effort":"low"}}""", """{"messages":[]}""", "outputConfig.effort")]
    [InlineData(OldClaude, """{"messages":[],"outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":"{}"}}}}}""", """{"messages":[]}""", "outputConfig.textFormat")]
    [InlineData(Nova, """{"messages":[],"serviceTier":{"type":"turbo"},"inferenceConfig":{"temperature":1.5}}""", """{"messages":[]}""", "inferenceConfig.temperature,serviceTier.type")]
    [InlineData(Nova, """{"messages":[{"role":"user","content":[{"image":{"format":"bmp","source":{"bytes":"aA=="}}},{"text":""},{"text":"a"}]},{"role":"user","content":[{"text":"b"}]}]}""", """{"messages":[{"role":"user","content":[{"text":"a"},{"text":"b"}]}]}""", "messages[0].content[0]")]
    [InlineData(Claude, """{"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"system","content":[{"text":"b"}]}]}""", """{"messages":[{"role":"user","content":[{"text":"a"}]}]}""", "messages[1]")]
    [InlineData("anthropic.claude-opus-4-8", """{"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"system","content":[{"text":"b"}]}]}""", """{"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"system","content":[{"text":"b"}]}]}""", "")]
    [InlineData(Nova, """{"system":[{"text":"a"}]}""", """{"messages":[{"role":"user","content":[{"text":"a"}]}]}""", "")]
    [Theory]
    public void WriteRequest_WhatTheModelCannot_IsLost(string model, string request, string expected, string lost)
    {
        var (written, losses, _) = Write(model, request);

        Assert.Equal(expected, written);
        Assert.Equal(lost, string.Join(',', losses.Paths));
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":"a"}]}]""", "", "")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"toolUse":{"toolUseId":"1","name":"t","input":{}}}]}]""", """,{"toolConfig":{"tools":[{"toolSpec":{"name":"t","inputSchema":{"json":{}}}}]}}""", "tool_choice")]
    public void WriteRequest_NoToolMayBeCalled_LeavesThemOutWhereTheHistoryCallsNone(string start, string tools, string lost)
    {
        using var document = JsonDocument.Parse(start + ""","toolConfig":{"tools":[{"toolSpec":{"name":"t","inputSchema":{"json":{}}}}]}}""");
        var conversation = BedrockFormat.Instance.ReadRequest(document.RootElement);
        (conversation.ToolChoice, conversation.Paths[Field.ToolChoice]) = (new(ToolChoiceMode.None), "tool_choice");
        var losses = new Losses();

        var written = Written(json => BedrockFormat.Instance.WriteRequest(conversation, json, losses));

        Assert.Equal(tools.Length == 0 ? start + "}" : start + tools.Replace(",{", ",", StringComparison.Ordinal), written);
        Assert.Equal(lost, string.Join(',', losses.Paths));
    }

    [Fact]
    public void WriteRequest_SignaturesOfOthers_StayHere()
    {
        var conversation = new Conversation { Model = Claude };
        conversation.Turns.Add(new()
        {
            Role = Role.Assistant,
            Path = "m",
            Parts =
            [
                new ReasoningPart("a") { Path = "1", Signature = new(Signature.Anthropic, "x") },
                new ReasoningPart("b") { Path = "2" },
                new ReasoningPart("") { Path = "3", Sealed = new(Signature.OpenAi, "x") },
                new ToolCallPart { Path = "4", Id = "i", Name = "n", Arguments = "{}"u8.ToArray(), Signature = new(Signature.Gemini, "x") },
            ],
        });
        var losses = new Losses();

        var written = Written(json => BedrockFormat.Instance.WriteRequest(conversation, json, losses));

        Assert.Equal("""{"messages":[{"role":"assistant","content":[{"toolUse":{"toolUseId":"i","name":"n","input":{}}}]}]}""", written);
        Assert.Equal(["1", "2", "3", "4"], losses.Notes);
        Assert.Empty(losses.Paths);
    }

    [Fact]
    public void WriteAnswer_SignaturesOfOthers_ComeBack()
    {
        var answer = new Answer
        {
            Choices = [new()
            {
                Stop = StopReason.ToolUse,
                Parts =
                [
                    new ReasoningPart("") { Sealed = new(Signature.Anthropic, "sealed?") },
                    new ReasoningPart("t") { Signature = new(Signature.Anthropic, "s") },
                    new ToolCallPart { Id = "i", Name = "n", Arguments = "{}"u8.ToArray(), Signature = new(Signature.Gemini, "g") },
                ],
            }],
        };

        using var reply = JsonDocument.Parse(Written(json => BedrockFormat.Instance.WriteAnswer(answer, json)));
        using var again = JsonDocument.Parse($$"""{"messages":[{{reply.RootElement.GetProperty("output").GetProperty("message").GetRawText()}}]}""");
        var parts = BedrockFormat.Instance.ReadRequest(again.RootElement).Turns[0].Parts;

        Assert.Equal(3, parts.Count);
        Assert.Equal(new(Signature.Anthropic, "sealed?"), Assert.IsType<ReasoningPart>(parts[0]).Sealed);
        Assert.Equal(new(Signature.Anthropic, "s"), parts[1].Signature);
        Assert.Equal(new(Signature.Gemini, "g"), Assert.IsType<ToolCallPart>(parts[2]).Signature);
    }

    [Theory]
    [InlineData(400, """{"message":"Input is too long for requested model."}""", "ContextLength")]
    [InlineData(400, """{"message":"no"}""", "InvalidRequest")]
    [InlineData(403, """{"message":"no"}""", "Permission")]
    [InlineData(424, """{"message":"no","originalStatusCode":500}""", "Server")]
    [InlineData(429, """{"message":"no"}""", "RateLimit")]
    [InlineData(400, """{"__type":"com.amazon.coral.service#ThrottlingException:http://x/","Message":"no"}""", "RateLimit")]
    public void ReadError_ABody_TellsItsKind(int status, string body, string kind)
    {
        using var document = JsonDocument.Parse(body);

        Assert.Equal(Enum.Parse<ErrorKind>(kind), BedrockFormat.Instance.ReadError(status, document.RootElement)?.Kind);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"message":5}""")]
    [InlineData("""[]""")]
    public void ReadError_OfAnotherShape_IsNone(string body)
    {
        using var document = JsonDocument.Parse(body);

        Assert.Null(BedrockFormat.Instance.ReadError(400, document.RootElement));
    }

    [Fact]
    public void KindOf_EachTypeThatIsWritten_ReadsAsOneOfItsOwn()
    {
        foreach (var kind in Enum.GetValues<ErrorKind>())
            Assert.Equal(BedrockErrors.ErrorTypeOf(kind), BedrockErrors.ErrorTypeOf(BedrockErrors.KindOf(BedrockErrors.ErrorTypeOf(kind))));
    }

    [Fact]
    public void DocumentNames_WhateverTheyAre_FitAndDiffer()
    {
        var names = new BedrockDocumentNames();

        Assert.Equal(["Q3 report-pdf", "Q3 report-pdf (2)", "document", "document (2)", "--- x"], new[] { "Q3  report.pdf", "Q3 report.pdf", null, " ", "../ x " }.Select(names.Next));
    }

    internal static string Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static (string Written, Losses Losses, IReadOnlyList<string> Unknown) Write(string model, string request)
    {
        using var document = JsonDocument.Parse(request);
        var conversation = ConversationFormats.Of(WireFormat.BedrockConverse)!.ReadRequest(document.RootElement);
        conversation.Model = model;
        var losses = new Losses();
        return (Written(json => BedrockFormat.Instance.WriteRequest(conversation, json, losses)), losses, conversation.Unknown);
    }
}
