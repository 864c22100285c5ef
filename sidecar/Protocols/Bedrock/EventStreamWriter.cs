using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Writes messages of <c>application/vnd.amazon.eventstream</c>, with JSON in them, as Bedrock does; what <see cref="EventStreamReader"/> reads.</summary>
internal static class EventStreamWriter
{
    private const int Prelude = 12;
    private const int Checksum = 4;
    private const byte StringType = 7;

    /// <summary>Writes one message whole.</summary>
    public static void Write(IBufferWriter<byte> output, string name, ReadOnlySpan<byte> payload, bool isException = false)
    {
        var nameHeader = isException ? ":exception-type"u8 : ":event-type"u8;
        var messageType = isException ? "exception"u8 : "event"u8;
        var headers = LengthOf(nameHeader, Encoding.UTF8.GetByteCount(name))
            + LengthOf(":content-type"u8, "application/json".Length)
            + LengthOf(":message-type"u8, messageType.Length);
        var total = Prelude + headers + payload.Length + Checksum;
        var message = output.GetSpan(total)[..total];
        WritePrelude(message, headers);
        var rest = message[Prelude..];
        PutName(ref rest, nameHeader, name);
        Put(ref rest, ":content-type"u8, "application/json"u8);
        Put(ref rest, ":message-type"u8, messageType);
        payload.CopyTo(rest);
        BinaryPrimitives.WriteUInt32BigEndian(message[^Checksum..], Crc32.Append(0, message[..^Checksum]));
        output.Advance(total);
    }

    private static int LengthOf(ReadOnlySpan<byte> name, int value) => 1 + name.Length + 1 + 2 + value;

    private static void WritePrelude(Span<byte> message, int headers)
    {
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message[4..], headers);
        BinaryPrimitives.WriteUInt32BigEndian(message[8..], Crc32.Append(0, message[..8]));
    }

    private static void PutName(ref Span<byte> rest, ReadOnlySpan<byte> header, string name)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetByteCount(name)];
        Encoding.UTF8.GetBytes(name, bytes);
        Put(ref rest, header, bytes);
    }

    private static void Put(ref Span<byte> rest, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        rest[0] = (byte)name.Length;
        name.CopyTo(rest[1..]);
        rest = rest[(1 + name.Length)..];
        rest[0] = StringType;
        BinaryPrimitives.WriteUInt16BigEndian(rest[1..], (ushort)value.Length);
        value.CopyTo(rest[3..]);
        rest = rest[(3 + value.Length)..];
    }
}
