using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Responses;
using AiGateway.Sidecar.Tests.Protocols.Translation;

namespace AiGateway.Sidecar.Tests.Protocols.Responses;

public sealed class OpenAiResponsesFormatTests
{
    private static readonly OpenAiResponsesFormat s_format = new(TimeProvider.System);

    [Theory]
    [InlineData("{}", "input")]
    [InlineData("""{"input":1}""", "input")]
    [InlineData("""{"input":["x"]}""", "input[0]")]
    [InlineData("""{"input":[{"role":"robot","content":"x"}]}""", "input[0].role")]
    [InlineData("""{"input":[{"role":"user"}]}""", "input[0].content")]
    [InlineData("""{"input":[{"type":"function_call","name":"f","arguments":"{}"}]}""", "input[0].call_id")]
    [InlineData("""{"input":[{"type":"function_call","call_id":"a","name":"f","arguments":"1"}]}""", "input[0].arguments")]
    [InlineData("""{"input":"x","tools":[{"type":"function"}]}""", "tools[0].name")]
    [InlineData("""{"input":"x","text":{"format":{}}}""", "text.format.type")]
    [InlineData("""{"input":"x","max_output_tokens":"1"}""", "max_output_tokens")]
    [InlineData("""{"input":"x","stream":1}""", "stream")]
    public void ReadRequest_AMemberOfAnotherShape_IsNamed(string request, string path) =>
        Assert.Equal(path, Assert.Throws<UnfitFieldException>(() => s_format.ReadRequest(Parse(request))).Path);

    [Fact]
    public void ReadRequest_WhatTheAssistantDidInARow_IsOneTurn()
    {
        var conversation = s_format.ReadRequest(Parse("""
            {"input":[{"role":"user","content":"a"},{"type":"reasoning","summary":[{"type":"summary_text","text":"b"}]},{"role":"assistant","content":"c"},
            {"type":"function_call","call_id":"d","name":"e","arguments":"{}"},{"type":"function_call","call_id":"f","name":"e","arguments":"{}"},
            {"type":"function_call_output","call_id":"d","output":"1"},{"type":"function_call_output","call_id":"f","output":"2"},{"role":"user","content":"g"}]}
            """));

        Assert.Equal([(Role.User, 1), (Role.Assistant, 4), (Role.User, 2), (Role.User, 1)], conversation.Turns.Select(turn => (turn.Role, turn.Parts.Count)));
    }

    [Fact]
    public void Signatures_OfEveryKind_ComeBackAsTheyWere()
    {
        ReasoningPart[] thoughts =
        [
            new("open") { Signature = new(Signature.Anthropic, "a.b") },
            new("") { Signature = new(Signature.Anthropic, "c") },
            new("") { Sealed = new(Signature.Anthropic, "d") },
            new("") { Sealed = new(Signature.OpenAi, "e") },
            new("bare") { Signature = new(Signature.OpenAi, "reasoning_content") },
        ];
        var call = new ToolCallPart { Id = "call_1", Name = "f", Arguments = "{}"u8.ToArray(), Signature = new(Signature.Gemini, "g") };

        var output = Parse(Written(json => s_format.WriteAnswer(new() { Choices = [new() { Stop = StopReason.ToolUse, Parts = [.. thoughts, call] }] }, json))).GetProperty("output");
        var back = s_format.ReadRequest(Parse($$"""{"input":{{output.GetRawText()}}}""")).Turns.Single().Parts;

        Assert.Equal(thoughts.Select(part => (part.Text.ToString(), part.Signature, part.Sealed)), back.OfType<ReasoningPart>().Select(part => (part.Text.ToString(), part.Signature, part.Sealed)));
        Assert.Equal(call.Signature, back.OfType<ToolCallPart>().Single().Signature);
    }

    [Theory]
    [InlineData("""{"output":[],"status":"failed","error":{"code":"server_error","message":"m"}}""")]
    [InlineData("""{"output":[],"status":"queued"}""")]
    [InlineData("""{"output":[{"type":"function_call","call_id":"a","name":"f","arguments":"{"}],"status":"completed"}""")]
    public void ReadAnswer_NoneOfTheDialect_IsRefused(string answer) => Assert.Throws<JsonException>(() => s_format.ReadAnswer(Parse(answer)));

    [Theory]
    [InlineData("""{"type":"error","code":"rate_limit_exceeded","message":"m","param":null,"sequence_number":1}""", "RateLimit")]
    [InlineData("""{"type":"response.failed","response":{"error":{"code":"server_error","message":"m"}}}""", "Server")]
    [InlineData("""{"type":"response.failed","response":{}}""", "Server")]
    public void Stream_AnError_IsItsFault(string data, string kind)
    {
        var reader = s_format.NewDeltaReader();
        List<Delta> deltas = [];
        reader.Read(new() { Name = "", Data = Parse(data) }, deltas);

        Assert.Equal(kind, Assert.Single(deltas).Error!.Kind.ToString());
        Assert.True(reader.Finish(deltas));
    }

    [Fact]
    public void Stream_LongerThanIsKept_IsRefused()
    {
        var writer = s_format.NewDeltaWriter(new());
        var frames = new ArrayBufferWriter<byte>();
        writer.Write(new(DeltaKind.Start), frames);
        writer.Write(new(DeltaKind.PartStart) { Opens = PartKind.Text }, frames);
        var piece = new Delta(DeltaKind.Text) { Text = new string('x', 3_000_000) };
        writer.Write(piece, frames);
        writer.Write(piece, frames);

        Assert.Throws<JsonException>(() => writer.Write(piece, new ArrayBufferWriter<byte>()));
    }

    [Theory]
    [MemberData(nameof(GoldenTranslationTests.Cases), MemberType = typeof(GoldenTranslationTests))]
    public void Broken_GoldenBodies_AreReadOrRefused(string name)
    {
        var one = new TranslationCase(name);
        if (name.StartsWith("responses-to-", StringComparison.Ordinal)) AnswerMutations.RequestsAreReadOrRefused(s_format, one.Read("request.json")!);
        if (!name.Contains("-to-responses/", StringComparison.Ordinal)) return;
        if (one.Read("answer.json") is { } answer) AnswerMutations.AreReadOrRefused(answer, body => s_format.ReadAnswer(body));
        if (one.Read("stream.txt") is { } stream) AnswerMutations.StreamIsReadOrRefused(s_format, stream);
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
