using System.Buffers;
using System.Buffers.Binary;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// Takes messages off <c>application/vnd.amazon.eventstream</c>: total length, length of the headers, checksum of these eight bytes, headers, payload, checksum of all
/// before it; numbers are big-endian. Both checksums are verified, and nothing is believed before its own is.
/// </summary>
internal static class EventStreamReader
{
    public const string MediaType = "application/vnd.amazon.eventstream";

    /// <summary>
    /// The longest message. AWS's own clients take 16 MiB and more, for sounds and search results; one of Converse is a few words of JSON, and since a message must be
    /// whole before it is known to be unbroken, this is what a provider can make each call hold.
    /// </summary>
    public const int MostBytes = 1024 * 1024;

    private const int MostHeaderBytes = 16 * 1024;
    private const int Prelude = 12;
    private const int Checksum = 4;

    /// <summary>Reads the first message; false where its bytes have not all come.</summary>
    /// <exception cref="InvalidDataException">These bytes are no such message: nothing that follows can be read either.</exception>
    public static bool TryReadMessage(in ReadOnlySequence<byte> bytes, out EventStreamMessage message, out long length)
    {
        (message, length) = (default, 0);
        if (bytes.Length < Prelude) return false;
        var (total, headers) = ReadPrelude(bytes.Slice(0, Prelude));
        if (bytes.Length < total) return false;
        Verify(bytes.Slice(0, total));
        message = EventStreamHeaders.Read(bytes.Slice(Prelude, headers)).With(bytes.Slice(Prelude + headers, total - headers - Prelude - Checksum));
        length = total;
        return true;
    }

    private static (int Total, int Headers) ReadPrelude(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> prelude = stackalloc byte[Prelude];
        bytes.CopyTo(prelude);
        if (Crc32.Append(0, prelude[..8]) != BinaryPrimitives.ReadUInt32BigEndian(prelude[8..])) throw new InvalidDataException("the checksum of a message's lengths is wrong");
        var total = BinaryPrimitives.ReadUInt32BigEndian(prelude);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(prelude[4..]);
        if (total > MostBytes || headers > MostHeaderBytes) throw new InvalidDataException("a message is too long");
        if (total < Prelude + headers + Checksum) throw new InvalidDataException("a message is shorter than its headers");
        return ((int)total, (int)headers);
    }

    private static void Verify(in ReadOnlySequence<byte> message)
    {
        var checksum = 0u;
        foreach (var part in message.Slice(0, message.Length - Checksum)) checksum = Crc32.Append(checksum, part.Span);
        Span<byte> said = stackalloc byte[Checksum];
        message.Slice(message.Length - Checksum).CopyTo(said);
        if (checksum != BinaryPrimitives.ReadUInt32BigEndian(said)) throw new InvalidDataException("the checksum of a message is wrong");
    }
}
