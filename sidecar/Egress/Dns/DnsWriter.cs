using System.Buffers.Binary;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>
/// Writes what goes upstream and what is said without asking anybody. A query is written anew from what was understood: options, padding, cookies and anything else that the agent put into it
/// end here, so that a query carries a name and nothing else.
/// </summary>
internal static class DnsWriter
{
    /// <summary>The longest of what is written here, in bytes: a header, a question and an OPT record.</summary>
    public const int MaxBytes = DnsQueryReader.HeaderBytes + 259 + OptBytes;

    private const int OptBytes = 11;
    private const int Answer = 0x8000;
    private const int Truncated = 0x0200;
    private const int RecursionAvailable = 0x0080;

    /// <summary>RD and CD: a client gets them back. AD would say that something was proven.</summary>
    private const int Repeated = 0x0110;

    /// <summary>The query for a server; returns its length.</summary>
    public static int WriteQuery(Span<byte> message, DnsQuery query, ushort id) =>
        Write(message, query, id, query.Flags);

    /// <summary>An answer without records; returns its length.</summary>
    public static int WriteAnswer(Span<byte> message, DnsQuery query, DnsCode code) =>
        Write(message, query, query.Id, Answer | RecursionAvailable | (query.Flags & Repeated) | (int)code);

    /// <summary>An answer that says that the whole of it is to be had over TCP (RFC 1035, section 4.1.1); returns its length.</summary>
    public static int WriteTruncated(Span<byte> message, DnsQuery query) =>
        Write(message, query, query.Id, Answer | RecursionAvailable | Truncated | (query.Flags & Repeated));

    /// <summary>The answer to a message that could not be read, of whose header there is enough to name it; returns its length.</summary>
    public static int WriteFault(Span<byte> message, ReadOnlySpan<byte> read, DnsCode code)
    {
        message[..DnsQueryReader.HeaderBytes].Clear();
        read[..2].CopyTo(message);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], (ushort)(Answer | (BinaryPrimitives.ReadUInt16BigEndian(read[2..]) & 0x7900) | (int)code));
        return DnsQueryReader.HeaderBytes;
    }

    private static int Write(Span<byte> message, DnsQuery query, ushort id, int flags)
    {
        message[..DnsQueryReader.HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], (ushort)flags);
        message[5] = 1;
        query.Question.Span.CopyTo(message[DnsQueryReader.HeaderBytes..]);
        var end = DnsQueryReader.HeaderBytes + query.Question.Length;
        if (query.Room is not { } room) return end;

        message[11] = 1;
        var opt = message.Slice(end, OptBytes);
        opt.Clear();
        opt[2] = 41;
        BinaryPrimitives.WriteUInt16BigEndian(opt[3..], Math.Min(room, (ushort)DnsAnswer.MaxUdpBytes));
        if (query.WantsSignatures) opt[7] = 0x80;
        return end + OptBytes;
    }
}
