using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Tests.Protocols.Bedrock;

/// <summary>Streams of Converse, read and written.</summary>
public sealed class BedrockStreamTests
{
    private const string Whole = """
        messageStart {"role":"assistant"}
        contentBlockDelta {"delta":{"reasoningContent":{"text":"Hm"}},"contentBlockIndex":0}
        contentBlockDelta {"delta":{"reasoningContent":{"signature":"c2ln"}},"contentBlockIndex":0}
        contentBlockStop {"contentBlockIndex":0}
        contentBlockDelta {"delta":{"reasoningContent":{"redactedContent":"c2VhbA=="}},"contentBlockIndex":1}
        contentBlockStop {"contentBlockIndex":1}
        contentBlockDelta {"delta":{"text":"Hi \u00e9"},"contentBlockIndex":2}
        contentBlockDelta {"delta":{"text":"!"},"contentBlockIndex":2}
        contentBlockStop {"contentBlockIndex":2}
        contentBlockStart {"start":{"toolUse":{"toolUseId":"t1","name":"look"}},"contentBlockIndex":3}
        contentBlockDelta {"delta":{"toolUse":{"input":"{\u0022a\u0022:1}"}},"contentBlockIndex":3}
        contentBlockStop {"contentBlockIndex":3}
        contentBlockStart {"start":{"toolUse":{"toolUseId":"t2","name":"see"}},"contentBlockIndex":4}
        contentBlockDelta {"delta":{"toolUse":{"input":"{}"}},"contentBlockIndex":4}
        contentBlockStop {"contentBlockIndex":4}
        messageStop {"stopReason":"tool_use"}
        metadata {"usage":{"inputTokens":5,"outputTokens":7,"totalTokens":24,"cacheReadInputTokens":10,"cacheWriteInputTokens":2},"metrics":{"latencyMs":0}}
        """;

    [Fact]
    public void Write_OfAllThatWasRead_IsTheSame()
    {
        var (deltas, isWhole) = Read(Whole);

        Assert.Equal(Whole.ReplaceLineEndings("\n") + "\n", Show(deltas));
        Assert.True(isWhole);
        Assert.Equal(new(17, 7, UsageSource.Reported) { Cached = 10, CacheWrite = 2 }, deltas.Single(delta => delta.Kind == DeltaKind.Usage).Usage);
    }

    [Fact]
    public void Finish_WithoutTheUsage_IsWhole() => Assert.True(Read(Whole[..Whole.IndexOf("metadata", StringComparison.Ordinal)]).IsWhole);

    [Fact]
    public void Finish_WithoutTheEnd_IsCut() => Assert.False(Read(Whole[..Whole.IndexOf("messageStop", StringComparison.Ordinal)]).IsWhole);

    [Fact]
    public void Read_AToolWithoutArguments_GivesAnEmptyObject()
    {
        var (deltas, _) = Read("""
            contentBlockStart {"start":{"toolUse":{"toolUseId":"t1","name":"look"}},"contentBlockIndex":0}
            contentBlockDelta {"delta":{"toolUse":{"input":""}},"contentBlockIndex":0}
            contentBlockStop {"contentBlockIndex":0}
            """);

        Assert.Equal("{}", deltas.Single(delta => delta.Kind == DeltaKind.Arguments).Text.ToString());
    }

    [Fact]
    public void Read_AnException_IsAFaultAndTheEnd()
    {
        var reader = new BedrockDeltaReader();
        List<Delta> deltas = [];
        using var data = JsonDocument.Parse("""{"message":"slow down"}""");

        reader.Read(new() { Name = "throttlingException", Data = data.RootElement, IsException = true }, deltas);

        Assert.Equal(new(ErrorKind.RateLimit, "slow down") { Code = "throttlingException" }, Assert.Single(deltas).Error);
        Assert.Equal("!throttlingException {\"message\":\"slow down\"}\n", Show(deltas));
    }

    [Fact]
    public void Write_CallsOpenTogether_FollowEachOther()
    {
        Delta[] deltas =
        [
            new(DeltaKind.Start),
            new(DeltaKind.PartStart) { Part = 0, Opens = PartKind.ToolCall, Id = "a", Name = "x" },
            new(DeltaKind.PartStart) { Part = 1, Opens = PartKind.ToolCall, Id = "b", Name = "y" },
            new(DeltaKind.Arguments) { Part = 1, Text = "{\"b\":" },
            new(DeltaKind.Arguments) { Part = 0, Text = "{}" },
            new(DeltaKind.Arguments) { Part = 1, Text = "2}" },
            new(DeltaKind.PartEnd) { Part = 0 },
            new(DeltaKind.PartEnd) { Part = 1 },
            new(DeltaKind.ChoiceEnd) { Stop = StopReason.ToolUse },
        ];

        Assert.Equal(
            """
            messageStart {"role":"assistant"}
            contentBlockStart {"start":{"toolUse":{"toolUseId":"a","name":"x"}},"contentBlockIndex":0}
            contentBlockDelta {"delta":{"toolUse":{"input":"{}"}},"contentBlockIndex":0}
            contentBlockStop {"contentBlockIndex":0}
            contentBlockStart {"start":{"toolUse":{"toolUseId":"b","name":"y"}},"contentBlockIndex":1}
            contentBlockDelta {"delta":{"toolUse":{"input":"{\u0022b\u0022:2}"}},"contentBlockIndex":1}
            contentBlockStop {"contentBlockIndex":1}
            messageStop {"stopReason":"tool_use"}

            """.ReplaceLineEndings("\n"),
            Show(deltas));
    }

    [Fact]
    public void Write_ACallWithAnothersSignature_PutsItBefore()
    {
        Delta[] deltas =
        [
            new(DeltaKind.PartStart) { Part = 0, Opens = PartKind.ToolCall, Id = "a", Name = "x" },
            new(DeltaKind.Signature) { Part = 0, Signature = new(Signature.Gemini, "g") },
            new(DeltaKind.Arguments) { Part = 0, Text = "{}" },
            new(DeltaKind.PartEnd) { Part = 0 },
        ];

        Assert.Equal(
            """
            contentBlockDelta {"delta":{"reasoningContent":{"signature":"aigw1.gemini.g"}},"contentBlockIndex":0}
            contentBlockStop {"contentBlockIndex":0}
            contentBlockStart {"start":{"toolUse":{"toolUseId":"a","name":"x"}},"contentBlockIndex":1}
            contentBlockDelta {"delta":{"toolUse":{"input":"{}"}},"contentBlockIndex":1}
            contentBlockStop {"contentBlockIndex":1}

            """.ReplaceLineEndings("\n"),
            Show(deltas));
    }

    [Fact]
    public void Write_TooMuchThatWaits_IsRefused()
    {
        var writer = new BedrockDeltaWriter();
        var frames = new ArrayBufferWriter<byte>();
        writer.Write(new(DeltaKind.PartStart) { Part = 0, Opens = PartKind.ToolCall, Id = "a", Name = "x" }, frames);
        writer.Write(new(DeltaKind.PartStart) { Part = 1, Opens = PartKind.ToolCall, Id = "b", Name = "y" }, frames);
        var piece = new string('x', 600_000);
        writer.Write(new(DeltaKind.Arguments) { Part = 1, Text = piece }, frames);

        Assert.Throws<InvalidDataException>(() => writer.Write(new(DeltaKind.Arguments) { Part = 1, Text = piece }, frames));
    }

    private static (List<Delta> Deltas, bool IsWhole) Read(string stream)
    {
        var reader = new BedrockDeltaReader();
        List<Delta> deltas = [];
        foreach (var line in stream.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, data) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[line.IndexOf(' ', StringComparison.Ordinal)..]);
            reader.Read(new() { Name = name, Data = JsonDocument.Parse(data).RootElement }, deltas);
        }

        return (deltas, reader.Finish(deltas));
    }

    /// <summary>A line a message; an exception is marked.</summary>
    private static string Show(IEnumerable<Delta> deltas)
    {
        var writer = new BedrockDeltaWriter();
        var frames = new ArrayBufferWriter<byte>();
        foreach (var delta in deltas) writer.Write(delta, frames);
        var text = new StringBuilder();
        var rest = new ReadOnlySequence<byte>(frames.WrittenMemory);
        while (EventStreamReader.TryReadMessage(rest, out var message, out var length))
        {
            text.Append(message.IsException ? "!" : "").Append(message.Name).Append(' ').Append(Encoding.UTF8.GetString(message.Payload)).Append('\n');
            rest = rest.Slice(length);
        }

        Assert.True(rest.IsEmpty);
        return text.ToString();
    }
}
