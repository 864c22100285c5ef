using System.Buffers;
using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>
/// One whole frame, taken apart: its JSON and what stands around it. A server-sent event is put together again with the same lines around other JSON; a message of AWS's binary
/// stream with new checksums. Used again for each frame of a stream.
/// </summary>
internal sealed class FrameData(bool isBinary) : IDisposable
{
    private readonly PooledBytes _copy = new();
    private readonly PooledBytes _joined = new();
    private ReadOnlyMemory<byte> _bytes;
    private bool _isException;
    private bool _isJoined;
    private int _start;

    /// <summary>The event's name; empty where it has none.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Valid until the next frame is read.</summary>
    public ReadOnlyMemory<byte> Json { get; private set; }

    /// <summary>Whether it is OpenAI's sentinel.</summary>
    public bool IsDone => Json.Span.Trim(" \t"u8).SequenceEqual("[DONE]"u8);

    /// <summary>Whether AWS marks it as an exception.</summary>
    public bool IsException => _isException;

    /// <summary>Takes a frame apart; false where it says nothing (a comment, an event without data).</summary>
    /// <exception cref="InvalidDataException">It is no frame, or not UTF-8.</exception>
    public bool TryRead(in ReadOnlySequence<byte> frame)
    {
        _bytes = Whole(frame);
        (Name, Json, _isException, _isJoined) = ("", default, false, false);
        if (isBinary) ReadMessage();
        else ReadEvent();
        if (!Utf8Text.IsValid(new(Json))) throw new InvalidDataException("a frame is not UTF-8");
        return !Json.IsEmpty;
    }

    /// <summary>Writes the frame with other JSON in it.</summary>
    public void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> frames)
    {
        if (isBinary)
        {
            EventStreamWriter.Write(frames, Name, json, _isException);
        }
        else if (_isJoined)
        {
            Write(Name, json, frames);
        }
        else
        {
            frames.Write(_bytes.Span[.._start]);
            frames.Write(json);
            frames.Write(_bytes.Span[(_start + Json.Length)..]);
        }
    }

    /// <summary>Writes a frame that did not come.</summary>
    public void Write(string name, ReadOnlySpan<byte> json, IBufferWriter<byte> frames)
    {
        if (isBinary)
        {
            EventStreamWriter.Write(frames, name, json);
            return;
        }

        if (name.Length > 0)
        {
            frames.Write("event: "u8);
            Encoding.UTF8.GetBytes(name, frames);
            frames.Write("\n"u8);
        }

        frames.Write("data: "u8);
        frames.Write(json);
        frames.Write("\n\n"u8);
    }

    public void Dispose()
    {
        _copy.Dispose();
        _joined.Dispose();
    }

    private ReadOnlyMemory<byte> Whole(in ReadOnlySequence<byte> frame)
    {
        if (frame.IsSingleSegment) return frame.First;
        _copy.Clear();
        foreach (var part in frame) _copy.Write(part.Span);
        return _copy.Written;
    }

    private void ReadMessage()
    {
        if (!EventStreamReader.TryReadMessage(new(_bytes), out var message, out var length) || length != _bytes.Length) throw new InvalidDataException("half a message");
        (Name, Json, _isException) = (message.Name, message.Payload.First, message.IsException);
    }

    /// <summary>WHATWG HTML, 9.2.6: lines of data are joined by newlines, one space behind the colon is not part of the value, and a mark of byte order may stand before all.</summary>
    private void ReadEvent()
    {
        var rest = _bytes;
        if (rest.Span.StartsWith("\uFEFF"u8)) rest = rest[3..];
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (TryTake(line, "event:"u8, out var value)) Name = value.Length <= MaxName ? Encoding.UTF8.GetString(value.Span) : throw new InvalidDataException("an event's name is too long");
            else if (TryTake(line, "data:"u8, out value)) Add(value);
        }
    }

    private const int MaxName = 256;

    /// <summary>JSON has newlines between its words alone, so that a space says the same.</summary>
    private void Add(ReadOnlyMemory<byte> data)
    {
        if (Json.IsEmpty && !_isJoined)
        {
            Json = data;
            _bytes.Span.Overlaps(data.Span, out _start);
            return;
        }

        if (!_isJoined)
        {
            _joined.Clear();
            _joined.Write(Json.Span);
            _isJoined = true;
        }

        _joined.Write(" "u8);
        _joined.Write(data.Span);
        Json = _joined.Written;
    }

    private static bool TryTake(ReadOnlyMemory<byte> line, ReadOnlySpan<byte> field, out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (!line.Span.StartsWith(field)) return false;
        value = line[field.Length..];
        if (value.Span.StartsWith(" "u8)) value = value[1..];
        return true;
    }
}
