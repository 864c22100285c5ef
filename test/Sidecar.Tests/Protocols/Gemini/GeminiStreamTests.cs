using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Tests.Protocols.Gemini;

public sealed class GeminiStreamTests
{
    [Fact]
    public void Stream_TextThoughtsAndCall_ComeAgain() => Assert.Equal(
        """
        data: {"candidates":[{"content":{"parts":[{"text":"hm","thought":true}],"role":"model"},"index":0}],"modelVersion":"g","responseId":"r"}

        data: {"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"},"index":0}],"modelVersion":"g","responseId":"r"}

        data: {"candidates":[{"content":{"parts":[{"text":"lo"}],"role":"model"},"index":0}],"modelVersion":"g","responseId":"r"}

        data: {"candidates":[{"content":{"parts":[{"functionCall":{"id":"call_r_2","name":"f","args":{"a":{"b":1}}},"thoughtSignature":"c2ln"}],"role":"model"},"index":0}],"modelVersion":"g","responseId":"r"}

        data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"index":0,"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"thoughtsTokenCount":1,"totalTokenCount":6},"modelVersion":"g","responseId":"r"}


        """.ReplaceLineEndings("\n"),
        GeminiText.Stream(
            """{"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true}]}}],"usageMetadata":{"promptTokenCount":3},"modelVersion":"g","responseId":"r"}""",
            """{"candidates":[{"content":{"role":"model","parts":[{"text":"Hel"},{"text":"lo"}]}}]}""",
            """{"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":{"b":1}}},"thoughtSignature":"c2ln"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"thoughtsTokenCount":1}}"""));

    [Fact]
    public void Stream_SignatureBehindText_KeepsItsPlace() => Assert.Contains(
        """{"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"c2ln"}],"role":"model"},"index":0}]}""",
        GeminiText.Stream("""{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}""", """{"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"c2ln"}]},"finishReason":"STOP"}]}"""),
        StringComparison.Ordinal);

    [Fact]
    public void Stream_TwoCandidates_StayApart()
    {
        var text = GeminiText.Stream(
            """{"candidates":[{"index":1,"content":{"parts":[{"text":"b"}]}},{"index":0,"content":{"parts":[{"text":"a"}]}}]}""",
            """{"candidates":[{"index":0,"finishReason":"STOP"},{"index":1,"finishReason":"MAX_TOKENS"}]}""");

        Assert.EndsWith(
            """data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"index":0,"finishReason":"STOP"},{"content":{"parts":[{"text":""}],"role":"model"},"index":1,"finishReason":"MAX_TOKENS"}]}""" + "\n\n",
            text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}""")]
    [InlineData("""{"usageMetadata":{"promptTokenCount":3}}""")]
    public void Finish_WithoutAFinishReason_IsCut(string data) => Assert.EndsWith("cut", GeminiText.Stream(data), StringComparison.Ordinal);

    [Fact]
    public void Finish_BlockedPrompt_IsAFiltersStop() =>
        Assert.Contains("\"finishReason\":\"SAFETY\"", GeminiText.Stream("""{"promptFeedback":{"blockReason":"OTHER"}}"""), StringComparison.Ordinal);

    [Fact]
    public void Stream_ErrorEvent_IsAFault() =>
        Assert.Equal(
            "data: {\"error\":{\"code\":503,\"message\":\"busy (UNAVAILABLE)\",\"status\":\"UNAVAILABLE\"}}\n\n",
            GeminiText.Stream("""{"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}}"""));

    [Fact]
    public void Write_CallInPieces_GoesOutWhole()
    {
        var text = Written(
            new(DeltaKind.PartStart) { Opens = PartKind.ToolCall, Id = "1", Name = "f" },
            new(DeltaKind.PartStart) { Part = 1, Opens = PartKind.ToolCall, Id = "2", Name = "g" },
            new(DeltaKind.Arguments) { Text = "{\"a\":" },
            new(DeltaKind.Arguments) { Part = 1, Text = "" },
            new(DeltaKind.Arguments) { Text = "1}" },
            new(DeltaKind.PartEnd),
            new(DeltaKind.PartEnd) { Part = 1 });

        Assert.Equal(
            """
            data: {"candidates":[{"content":{"parts":[{"functionCall":{"id":"1","name":"f","args":{"a":1}}}],"role":"model"},"index":0}]}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"id":"2","name":"g","args":{}}}],"role":"model"},"index":0}]}


            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Write_CallThatIsNoJson_IsLeftOutAndSaid() => Assert.Contains(
        "\"finishReason\":\"MALFORMED_FUNCTION_CALL\"",
        Written(
            new(DeltaKind.PartStart) { Opens = PartKind.ToolCall, Id = "1", Name = "f" },
            new(DeltaKind.Arguments) { Text = "{\"a\":" },
            new(DeltaKind.PartEnd),
            new(DeltaKind.ChoiceEnd) { Stop = StopReason.ToolUse },
            new(DeltaKind.End)),
        StringComparison.Ordinal);

    [Fact]
    public void Write_EndlessArguments_AreRefused()
    {
        var writer = GeminiText.Format.NewDeltaWriter(new());
        var frames = new ArrayBufferWriter<byte>();
        writer.Write(new(DeltaKind.PartStart) { Opens = PartKind.ToolCall, Id = "1", Name = "f" }, frames);
        var piece = new Delta(DeltaKind.Arguments) { Text = new string('1', 1 << 16) };

        for (var at = 0; at < 16; at++) writer.Write(piece, frames);

        Assert.Throws<JsonException>(() => writer.Write(piece, frames));
    }

    private static string Written(params Delta[] deltas)
    {
        var writer = GeminiText.Format.NewDeltaWriter(new());
        var frames = new ArrayBufferWriter<byte>();
        foreach (var delta in deltas) writer.Write(delta, frames);
        return Encoding.UTF8.GetString(frames.WrittenSpan);
    }
}
