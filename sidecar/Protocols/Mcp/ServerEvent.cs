using System.Buffers;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// One server-sent event of a tool server, taken apart as a reader would (WHATWG HTML, 9.2.6). Says also whether every reader takes it apart alike: one that does not may be re-written, but never
/// passes as it came, since a reader of another mind could find a message in it that was not judged.
/// </summary>
internal readonly struct ServerEvent : IDisposable
{
    /// <summary>First bytes of what some readers, against the standard, take for the end of a line: VT, FF, FS, GS, RS, NEL, U+2028, U+2029.</summary>
    private static readonly SearchValues<byte> s_oddBreaks = SearchValues.Create([0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0xC2, 0xE2]);

    private readonly PooledBytes? _joined;

    private ServerEvent(in Fields fields, PooledBytes? joined)
    {
        _joined = joined;
        (Data, Id, Retry, HasId, IsPlain) = (joined?.Written ?? fields.Data, fields.Id, fields.Retry, fields.HasId, fields.IsPlain);
        Kind = fields.Name.IsEmpty ? ServerEventKind.Message : KindOf(fields.Name.Span);
    }

    public ServerEventKind Kind { get; }

    /// <summary>The lines of its data, joined; valid until it is disposed. Empty where it has none, as in a comment, or in an event that only has an id.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    public bool HasId { get; }

    /// <summary>Whether it may pass as it came.</summary>
    public bool IsPlain { get; }

    private ReadOnlyMemory<byte> Id { get; }

    private ReadOnlyMemory<byte> Retry { get; }

    /// <summary>Takes apart one whole event; what it returns is valid as long as the bytes are.</summary>
    public static ServerEvent Read(ReadOnlyMemory<byte> frame)
    {
        var fields = new Fields { IsPlain = !HasOddBreak(frame.Span) };
        PooledBytes? joined = null;
        if (frame.Span.StartsWith("\uFEFF"u8)) (frame, fields.IsPlain) = (frame[3..], false); // Read at the head of a stream alone, and by some nowhere.
        while (!frame.IsEmpty)
        {
            var end = frame.Span.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? frame : frame[..end];
            frame = end < 0 ? default : frame[(end + 1)..];
            if (!line.IsEmpty) fields.Take(line, ref joined);
        }

        return new(fields, joined);
    }

    /// <summary>Writes the event with its own kind, id and retry time, and this text as its data, which is JSON or empty.</summary>
    public long Write(IBufferWriter<byte> writer, ReadOnlySpan<byte> text)
    {
        var written = WriteLine(writer, "retry: "u8, Retry.Span);
        if (Kind == ServerEventKind.Endpoint) written += Put(writer, "event: endpoint\n"u8);
        if (HasId) written += WriteLine(writer, "id: "u8, Id.Span, evenEmpty: true);
        return written + Put(writer, "data: "u8) + WriteJson(writer, text) + Put(writer, "\n\n"u8);
    }

    public void Dispose() => _joined?.Dispose();

    private static ServerEventKind KindOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("message"u8)) return ServerEventKind.Message;
        return name.SequenceEqual("endpoint"u8) ? ServerEventKind.Endpoint : ServerEventKind.Other;
    }

    private static bool HasOddBreak(ReadOnlySpan<byte> bytes) => FindOddBreak(bytes, out _) >= 0;

    private static int FindOddBreak(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        for (var start = 0; bytes[start..].IndexOfAny(s_oddBreaks) is >= 0 and var found; start++)
        {
            start += found;
            length = LengthOfOddBreak(bytes[start..]);
            if (length > 0) return start;
        }

        return -1;
    }

    private static int LengthOfOddBreak(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xC2, 0x85, ..] => 2,
        [0xE2, 0x80, 0xA8 or 0xA9, ..] => 3,
        [0xC2 or 0xE2, ..] => 0,
        _ => 1,
    };

    /// <summary>In JSON these stand in strings alone, where they may be escaped; the controls among them may not stand in JSON at all.</summary>
    private static long WriteJson(IBufferWriter<byte> writer, ReadOnlySpan<byte> text)
    {
        var written = 0L;
        while (FindOddBreak(text, out var length) is >= 0 and var found)
        {
            written += Put(writer, text[..found]) + Put(writer, EscapeOf(text[found..]));
            text = text[(found + length)..];
        }

        foreach (var part in text.Split((byte)'\n')) // Of several lines, one stays: a line break in JSON is a space.
        {
            if (part.Start.Value > 0) written += Put(writer, " "u8);
            written += Put(writer, text[part]);
        }

        return written;
    }

    private static ReadOnlySpan<byte> EscapeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xC2, ..] => "\\u0085"u8,
        [0xE2, _, 0xA8, ..] => "\\u2028"u8,
        [0xE2, ..] => "\\u2029"u8,
        _ => "?"u8,
    };

    private static long WriteLine(IBufferWriter<byte> writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool evenEmpty = false) =>
        value.IsEmpty && !evenEmpty ? 0 : Put(writer, name) + Put(writer, value) + Put(writer, "\n"u8);

    private static long Put(IBufferWriter<byte> writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes);
        return bytes.Length;
    }

    /// <summary>What was found so far.</summary>
    private struct Fields
    {
        public ReadOnlyMemory<byte> Name;
        public ReadOnlyMemory<byte> Data;
        public ReadOnlyMemory<byte> Id;
        public ReadOnlyMemory<byte> Retry;
        public bool HasId;
        public bool IsPlain;
        private bool _hasName;
        private bool _hasData;

        public void Take(ReadOnlyMemory<byte> line, ref PooledBytes? joined)
        {
            var colon = line.Span.IndexOf((byte)':');
            if (colon == 0) return; // A comment.
            var name = colon < 0 ? line.Span : line.Span[..colon];
            var value = colon < 0 ? default : line[(colon + 1)..];
            if (!value.IsEmpty && value.Span[0] == ' ') value = value[1..];

            if (name.SequenceEqual("data"u8)) TakeData(value, ref joined);
            else if (name.SequenceEqual("event"u8)) (Name, IsPlain, _hasName) = (value, IsPlain && !_hasName, true);
            else if (name.SequenceEqual("id"u8)) (Id, IsPlain, HasId) = (HasOddBreak(value.Span) ? default : value, IsPlain && !HasId, true);
            else if (name.SequenceEqual("retry"u8)) Retry = value.Span.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? default : value;
            else IsPlain = false;
        }

        private void TakeData(ReadOnlyMemory<byte> value, ref PooledBytes? joined)
        {
            if (_hasData)
            {
                if (joined is null)
                {
                    joined = new();
                    joined.Write(Data.Span);
                }

                joined.Write("\n"u8);
                joined.Write(value.Span);
            }

            (Data, _hasData) = (value, true);
        }
    }
}
