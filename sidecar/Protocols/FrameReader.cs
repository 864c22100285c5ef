using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Reads one whole frame of a provider's stream: its name, and its data as JSON, which the caller disposes.</summary>
internal static class FrameReader
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = Translation.MaxDepth };

    /// <summary>The frame; null where it says nothing (a comment, an event without data).</summary>
    /// <exception cref="JsonException">Its data is no JSON.</exception>
    public static StreamFrame? Read(in ReadOnlySequence<byte> bytes, FrameSplitter splitter, out JsonDocument? data)
    {
        data = null;
        return splitter is EventStreamSplitter ? ReadMessage(bytes, out data) : ReadEvent(bytes, out data);
    }

    private static StreamFrame ReadMessage(in ReadOnlySequence<byte> bytes, out JsonDocument data)
    {
        EventStreamReader.TryReadMessage(bytes, out var message, out _);
        data = message.Payload.IsEmpty ? JsonDocument.Parse("{}"u8.ToArray()) : JsonDocument.Parse(message.Payload, s_options);
        return new StreamFrame { Name = message.Name, Data = data.RootElement, IsException = message.IsException };
    }

    /// <summary>WHATWG HTML, 9.2.6: lines of data are joined by newlines, one space behind the colon is not part of the value.</summary>
    private static StreamFrame? ReadEvent(in ReadOnlySequence<byte> bytes, out JsonDocument? data)
    {
        data = null;
        var name = "";
        var value = ReadOnlySequence<byte>.Empty;
        byte[]? joined = null;
        var lines = new SequenceReader<byte>(bytes);
        while (TryReadLine(ref lines, out var line))
        {
            if (TryTake(line, "event:"u8, out var text)) name = Encoding.UTF8.GetString(text.Length > MaxName ? text.Slice(0, MaxName) : text);
            if (!TryTake(line, "data:"u8, out text)) continue;
            if (value.IsEmpty && joined is null) value = text;
            else value = new(joined = [.. value.ToArray(), (byte)'\n', .. text.ToArray()]);
        }

        if (value.IsEmpty) return null;
        if (IsDone(value)) return new StreamFrame { Name = name, IsDone = true };
        data = JsonDocument.Parse(value, s_options);
        return new StreamFrame { Name = name, Data = data.RootElement };
    }

    private const int MaxName = 64;

    private static bool IsDone(in ReadOnlySequence<byte> value)
    {
        var reader = new SequenceReader<byte>(value);
        return value.Length < 16 && reader.IsNext("[DONE]"u8);
    }

    private static bool TryTake(in ReadOnlySequence<byte> line, ReadOnlySpan<byte> field, out ReadOnlySequence<byte> value)
    {
        var reader = new SequenceReader<byte>(line);
        value = default;
        if (!reader.IsNext(field, advancePast: true)) return false;
        reader.IsNext((byte)' ', advancePast: true);
        value = reader.UnreadSequence;
        return true;
    }

    private static bool TryReadLine(ref SequenceReader<byte> lines, out ReadOnlySequence<byte> line)
    {
        if (lines.TryReadToAny(out line, "\r\n"u8)) return true;
        line = lines.UnreadSequence;
        lines.AdvanceToEnd();
        return !line.IsEmpty;
    }
}
