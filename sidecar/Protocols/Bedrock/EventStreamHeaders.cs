using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>The headers of one message: a name, the type of its value, the value. Those that tell what the message is are kept, the others are walked over.</summary>
internal struct EventStreamHeaders
{
    private const int MostNameLength = 128;
    private const byte StringType = 7;

    private static readonly string[] Common =
        ["event", "exception", "error", "contentBlockDelta", "contentBlockStart", "contentBlockStop", "messageStart", "messageStop", "metadata"];

    private string? _messageType;
    private string? _eventType;
    private string? _exceptionType;
    private string? _errorCode;

    /// <exception cref="InvalidDataException">They do not fill their bytes, or do not say what the message is.</exception>
    public static EventStreamHeaders Read(in ReadOnlySequence<byte> bytes)
    {
        var headers = default(EventStreamHeaders);
        var rest = bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray();
        while (!rest.IsEmpty)
        {
            var name = Take(ref rest, Take(ref rest, 1)[0]);
            headers.Keep(name, TakeValue(ref rest, out var type), type);
        }

        return headers;
    }

    public readonly EventStreamMessage With(ReadOnlySequence<byte> payload) => _messageType switch
    {
        "event" => new(_eventType ?? throw Nameless(), IsException: false, payload),
        "exception" => new(_exceptionType ?? throw Nameless(), IsException: true, payload),
        "error" => new(_errorCode ?? throw Nameless(), IsException: true, payload),
        _ => throw Nameless(),
    };

    private static InvalidDataException Nameless() => new("a message does not say what it is");

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (count > rest.Length) throw new InvalidDataException("a header is longer than the headers");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static ReadOnlySpan<byte> TakeValue(ref ReadOnlySpan<byte> rest, out byte type)
    {
        type = Take(ref rest, 1)[0];
        return Take(ref rest, type switch
        {
            0 or 1 => 0, // true and false
            2 => 1,
            3 => 2,
            4 => 4,
            5 or 8 => 8, // a number, a time
            6 or StringType => BinaryPrimitives.ReadUInt16BigEndian(Take(ref rest, 2)),
            9 => 16, // a UUID
            _ => throw new InvalidDataException("a header's type is unknown"),
        });
    }

    private static void KeepOnce(ref string? field, ReadOnlySpan<byte> value, byte type)
    {
        if (field is not null || type != StringType || value.Length > MostNameLength) throw Nameless();
        field = TextOf(value);
    }

    private static string TextOf(ReadOnlySpan<byte> value)
    {
        foreach (var text in Common)
            if (Ascii.Equals(value, text))
                return text;
        return Encoding.UTF8.GetString(value);
    }

    private void Keep(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, byte type)
    {
        if (name.SequenceEqual(":message-type"u8)) KeepOnce(ref _messageType, value, type);
        else if (name.SequenceEqual(":event-type"u8)) KeepOnce(ref _eventType, value, type);
        else if (name.SequenceEqual(":exception-type"u8)) KeepOnce(ref _exceptionType, value, type);
        else if (name.SequenceEqual(":error-code"u8)) KeepOnce(ref _errorCode, value, type);
    }
}
