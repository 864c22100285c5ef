using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>
/// Reads a query strictly: a header, one question without compression, at most one OPT record, and nothing behind it (RFC 1035, section 4.1; RFC 6891, section 6.1). Names hold printable
/// ASCII alone and no dot inside a label, so that a name is judged as it is resolved.
/// </summary>
internal static class DnsQueryReader
{
    public const int HeaderBytes = 12;

    /// <summary>The longest query that is read, in bytes: what passes without fragments on any path of today.</summary>
    public const int MaxBytes = 1232;

    /// <summary>RD, AD and CD.</summary>
    public const int Passed = 0x0130;

    private const int MaxNameBytes = 255;
    private const int MaxLabel = 63;
    private const int Answer = 0x8000;
    private const int Opcode = 0x7800;
    private const int OptType = 41;
    private const int OptBytes = 11;

    /// <summary>The query; or what to say to it; or neither, for what must not be answered: an answer, or what has no header.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, [NotNullWhen(true)] out DnsQuery? query, out DnsCode? fault)
    {
        (query, fault) = (null, null);
        if (message.Length < HeaderBytes || (FlagsOf(message) & Answer) != 0) return false;
        if ((FlagsOf(message) & Opcode) != 0) fault = DnsCode.NotImplemented;
        else if (message.Length > MaxBytes || !TryReadQuestion(message, out query, out var end) || !TryReadRest(message, end, ref query)) fault = DnsCode.FormatError;
        return fault is null && query is not null;
    }

    private static bool TryReadQuestion(ReadOnlySpan<byte> message, [NotNullWhen(true)] out DnsQuery? query, out int end)
    {
        query = null;
        end = HeaderBytes;
        if (Word(message, 4) != 1 || Word(message, 6) != 0 || Word(message, 8) != 0 || Word(message, 10) > 1) return false;
        Span<char> name = stackalloc char[MaxNameBytes];
        if (!TryReadName(message, ref end, name, out var length) || message.Length - end < 4) return false;
        query = new DnsQuery
        {
            Id = Word(message, 0),
            Flags = (ushort)(FlagsOf(message) & Passed),
            Question = message[HeaderBytes..(end + 4)].ToArray(),
            Name = name[..length].ToString(),
            Type = Word(message, end),
            Class = Word(message, end + 2),
        };
        end += 4;
        return true;
    }

    private static bool TryReadName(ReadOnlySpan<byte> message, ref int at, Span<char> name, out int length)
    {
        (length, var begin) = (0, at);
        while (at < message.Length && message[at] != 0)
        {
            int label = message[at++];
            if (label > MaxLabel || at + label >= message.Length || at + label - begin >= MaxNameBytes) return false;
            if (length > 0) name[length++] = '.';
            foreach (var letter in message.Slice(at, label))
            {
                if (letter is <= (byte)' ' or > (byte)'~' or (byte)'.' or (byte)'\\') return false;
                name[length++] = char.ToLowerInvariant((char)letter);
            }

            at += label;
        }

        return at++ < message.Length;
    }

    private static bool TryReadRest(ReadOnlySpan<byte> message, int at, ref DnsQuery query)
    {
        if (Word(message, 10) == 0) return at == message.Length;
        if (message.Length - at < OptBytes || message[at] != 0 || Word(message, at + 1) != OptType) return false;
        if (message[at + 6] != 0 || Word(message, at + 9) != message.Length - at - OptBytes) return false; // Version 0 is the only one, and its options end where the message does.
        query = query with { Room = Word(message, at + 3), WantsSignatures = (message[at + 7] & 0x80) != 0 };
        return true;
    }

    private static ushort FlagsOf(ReadOnlySpan<byte> message) => Word(message, 2);

    private static ushort Word(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
}
