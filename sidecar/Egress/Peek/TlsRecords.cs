using System.Buffers;
using System.Buffers.Binary;

namespace AiGateway.Sidecar.Egress.Peek;

/// <summary>Puts the first handshake message together from the records that it came in (RFC 8446, section 5.1), however they cut it.</summary>
internal static class TlsRecords
{
    /// <summary>So many bytes tell TLS from anything else: a record's type and the first half of its version.</summary>
    public const int Begin = 2;

    private const byte Handshake = 22;
    private const byte Major = 3;
    private const byte HighestMinor = 4;
    private const int HeaderLength = 5;
    private const int MostFragment = 16 * 1024;
    private const int MessageHeader = 4;
    private const int MostMessage = 16 * 1024;
    private const byte ClientHelloType = 1;

    /// <summary>Whether the bytes are, or may become, the beginning of a record with a handshake in it. SSL 2.0's hello is none, and has no name.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> begin) => begin[0] == Handshake && (begin.Length < Begin || begin[1] == Major);

    /// <param name="begin">All that came so far.</param>
    /// <param name="isAll">Whether no more will be looked at.</param>
    public static PeekResult Read(ReadOnlySpan<byte> begin, bool isAll)
    {
        var message = ArrayPool<byte>.Shared.Rent(begin.Length);
        try
        {
            var kind = Collect(begin, message, out var length);
            if (kind == PeekKind.Tls) return ClientHello.Read(message.AsSpan(MessageHeader, length - MessageHeader));
            return new(kind == PeekKind.NeedMore && isAll ? PeekKind.Malformed : kind);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>Copies the fragments of the first message one behind the other; <see cref="PeekKind.Tls"/> when it is whole. It must end where its last record does.</summary>
    private static PeekKind Collect(ReadOnlySpan<byte> begin, Span<byte> message, out int length)
    {
        length = 0;
        for (var at = 0; at < begin.Length;)
        {
            if (CheckHeader(begin[at..], out var size) is not PeekKind.Tls and var unfit) return unfit;
            at += HeaderLength;
            var fragment = begin.Slice(at, Math.Min(size, begin.Length - at));
            fragment.CopyTo(message[length..]);
            length += fragment.Length;
            if (CheckMessage(message[..length], out var whole) is not PeekKind.Tls and var wrong) return wrong;
            if (length > whole || (length == whole && fragment.Length < size)) return PeekKind.Malformed;
            if (length == whole) return PeekKind.Tls;
            at += fragment.Length;
        }

        return PeekKind.NeedMore;
    }

    private static PeekKind CheckHeader(ReadOnlySpan<byte> record, out int size)
    {
        size = 0;
        if (record[0] != Handshake || (record.Length > 1 && record[1] != Major) || (record.Length > 2 && record[2] > HighestMinor)) return PeekKind.Malformed;
        if (record.Length < HeaderLength) return PeekKind.NeedMore;
        size = BinaryPrimitives.ReadUInt16BigEndian(record[3..]);
        return size is 0 or > MostFragment ? PeekKind.Malformed : PeekKind.Tls;
    }

    /// <summary>The message's type and length, header and all, as far as they are there.</summary>
    private static PeekKind CheckMessage(ReadOnlySpan<byte> message, out int whole)
    {
        whole = int.MaxValue;
        if (message.IsEmpty) return PeekKind.Tls;
        if (message[0] != ClientHelloType) return PeekKind.Malformed;
        if (message.Length < MessageHeader) return PeekKind.Tls;
        whole = MessageHeader + ((message[1] << 16) | (message[2] << 8) | message[3]);
        return whole > MostMessage ? PeekKind.Malformed : PeekKind.Tls;
    }
}
