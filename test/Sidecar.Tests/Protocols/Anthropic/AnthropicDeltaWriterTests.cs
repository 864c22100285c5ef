using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Anthropic;
using AiGateway.Sidecar.Tests.Protocols.Translation;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols.Anthropic;

/// <summary>Whatever comes together is written one after the other, and nothing of it gets lost.</summary>
public sealed class AnthropicDeltaWriterTests
{
    private static readonly AnthropicFormat s_format = new(TimeProvider.System);

    /// <summary>Calls that are open together, whose pieces come in any order.</summary>
    [Fact]
    public void Write_CallsInterleavedAnyhow_AreBlocksInTheirOrder() =>
        Prop.ForAll(Gen.Choose(0, 3).ArrayOf(24).ToArbitrary(), order =>
        {
            List<Delta> deltas = [new(DeltaKind.Start) { Id = "a", Name = "m" }];
            for (var part = 0; part < 4; part++) deltas.Add(new(DeltaKind.PartStart) { Part = part, Opens = PartKind.ToolCall, Id = $"id{part}", Name = $"f{part}" });
            deltas.AddRange(order.Select((part, at) => new Delta(DeltaKind.Arguments) { Part = part, Text = $"<{at}\"ü>" }));
            deltas.AddRange(order.Distinct().Where(part => part % 2 == 0).Select(part => new Delta(DeltaKind.PartEnd) { Part = part }));
            deltas.AddRange([new(DeltaKind.ChoiceEnd) { Stop = StopReason.ToolUse }, new(DeltaKind.End)]);

            var blocks = BlocksOf(Frames(deltas));

            Assert.Equal(["id0", "id1", "id2", "id3"], blocks.Select(block => block.Id));
            for (var part = 0; part < 4; part++)
                Assert.Equal(string.Concat(order.Select((to, at) => to == part ? $"<{at}\"ü>" : "")), blocks[part].Text);
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Write_MoreHeldThanIsKept_IsRefused()
    {
        var writer = s_format.NewDeltaWriter(new());
        var frames = new ArrayBufferWriter<byte>();
        writer.Write(new(DeltaKind.PartStart) { Part = 0, Opens = PartKind.ToolCall, Id = "a", Name = "f" }, frames);
        writer.Write(new(DeltaKind.PartStart) { Part = 1, Opens = PartKind.ToolCall, Id = "b", Name = "f" }, frames);
        var piece = new string('x', AnthropicDeltaWriter.MostHeld / 2);
        for (var times = 0; times < 2; times++) writer.Write(new(DeltaKind.Arguments) { Part = 1, Text = piece }, frames);

        Assert.Throws<InvalidOperationException>(() => writer.Write(new(DeltaKind.Arguments) { Part = 1, Text = "x" }, frames));
    }

    [Fact]
    public void Write_MoreOfTheOpenCallThanIsKept_Flows()
    {
        var piece = new string('x', AnthropicDeltaWriter.MostHeld);
        var blocks = BlocksOf(Frames(
        [
            new(DeltaKind.PartStart) { Opens = PartKind.ToolCall, Id = "a", Name = "f" },
            new(DeltaKind.Arguments) { Text = piece }, new(DeltaKind.Arguments) { Text = piece }, new(DeltaKind.End),
        ]));

        Assert.Equal(2 * piece.Length, Assert.Single(blocks).Text.Length);
    }

    /// <summary>And it comes back to the call when the agent sends the message again.</summary>
    [Fact]
    public void Write_AnothersSignatureOnACall_StandsBeforeItAndComesBack()
    {
        var signature = new Signature(Signature.Gemini, "c2ln");
        var frames = Frames(
        [
            new(DeltaKind.PartStart) { Opens = PartKind.ToolCall, Id = "a", Name = "f" },
            new(DeltaKind.Signature) { Signature = signature },
            new(DeltaKind.Arguments) { Text = "{}" }, new(DeltaKind.PartEnd), new(DeltaKind.End),
        ]);
        var sent = frames.Where(frame => frame.Name == "content_block_delta").Select(frame => frame.Data.GetProperty("delta").Member("signature")).First(told => !told.IsAbsent()).GetString();

        var read = s_format.ReadRequest(Parse($$$"""
            {"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"{{{sent}}}"},{"type":"tool_use","id":"a","name":"f","input":{}}]}]}
            """));

        Assert.Equal(["thinking", "tool_use"], BlocksOf(frames).Select(block => block.Type));
        Assert.Equal(signature, Assert.IsType<ToolCallPart>(Assert.Single(read.Turns[0].Parts)).Signature);
    }

    [Fact]
    public void Write_UsageAfterTheEnd_StandsInTheLastEventButOne()
    {
        var frames = Frames(
        [
            new(DeltaKind.Start), new(DeltaKind.ChoiceEnd) { Stop = StopReason.StopSequence, Name = "END" },
            new(DeltaKind.Usage) { Usage = new(110, 9, UsageSource.Reported) { Cached = 100, CacheWrite = 4 } }, new(DeltaKind.End),
        ]);

        var last = frames[^2].Data;
        Assert.Equal("message_stop", frames[^1].Name);
        Assert.Equal("stop_sequence", last.GetProperty("delta").GetProperty("stop_reason").GetString());
        Assert.Equal("END", last.GetProperty("delta").GetProperty("stop_sequence").GetString());
        Assert.Equal(6, last.GetProperty("usage").GetProperty("input_tokens").GetInt64());
    }

    [Fact]
    public void Write_Fault_IsTheLastEvent()
    {
        var frames = Frames([new(DeltaKind.Start), new(DeltaKind.Fault) { Error = new(ErrorKind.Overloaded, "Busy") }, new(DeltaKind.End)]);

        Assert.Equal(["message_start", "error"], frames.Select(frame => frame.Name));
        Assert.Equal("overloaded_error", frames[1].Data.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public void Write_OtherChoicesAndEmptyTexts_SayNothing()
    {
        var frames = Frames(
        [
            new(DeltaKind.Start), new(DeltaKind.PartStart) { Choice = 1, Opens = PartKind.Text }, new(DeltaKind.Text) { Choice = 1, Text = "x" },
            new(DeltaKind.PartStart) { Opens = PartKind.Text }, new(DeltaKind.PartEnd), new(DeltaKind.End),
        ]);

        Assert.Equal(["message_start", "message_delta", "message_stop"], frames.Select(frame => frame.Name));
    }

    /// <summary>Blocks as a client joins them; each must be closed before the next begins.</summary>
    private static List<(string Type, string? Id, string Text)> BlocksOf(List<StreamFrame> frames)
    {
        List<(string Type, string? Id, string Text)> blocks = [];
        var isOpen = false;
        foreach (var frame in frames.Where(frame => frame.Name.StartsWith("content_block", StringComparison.Ordinal)))
        {
            var (data, text) = (frame.Data, frame.Data.Member("delta").Member("partial_json"));
            Assert.Equal(frame.Name == "content_block_start", !isOpen);
            isOpen = frame.Name != "content_block_stop";
            if (frame.Name == "content_block_start") blocks.Add((data.GetProperty("content_block").GetProperty("type").GetString()!, data.GetProperty("content_block").Member("id") is { ValueKind: JsonValueKind.String } id ? id.GetString() : null, ""));
            Assert.Equal(blocks.Count - 1, data.GetProperty("index").GetInt32());
            if (!text.IsAbsent()) blocks[^1] = blocks[^1] with { Text = blocks[^1].Text + text.GetString() };
        }

        Assert.False(isOpen);
        return blocks;
    }

    private static List<StreamFrame> Frames(List<Delta> deltas)
    {
        var writer = s_format.NewDeltaWriter(new() { Model = "m" });
        var frames = new ArrayBufferWriter<byte>();
        foreach (var delta in deltas) writer.Write(delta, frames);
        return [.. CaseStream.Frames(Encoding.UTF8.GetString(frames.WrittenSpan))];
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;
}
