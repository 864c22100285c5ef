using System.Buffers;
using System.Buffers.Binary;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>A server's answer in a pooled buffer, already the agent's: with its id, and its question in the letters it used.</summary>
internal sealed class DnsAnswer(byte[] buffer, int length) : IDisposable
{
    /// <summary>The longest answer that is taken over UDP, in bytes.</summary>
    public const int MaxUdpBytes = 4096;

    private const int CodeBits = 0x000F;
    private const int AnswerAndOpcode = 0xF800;

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    public DnsCode Code => (DnsCode)(buffer[3] & CodeBits);

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    /// <summary>
    /// Whether this is an answer to what was asked: the id that went up, and the same question, in any case of letters. A server that failed may leave the question out.
    /// </summary>
    public static bool IsTo(ReadOnlySpan<byte> message, DnsQuery query, ushort id)
    {
        if (message.Length < DnsQueryReader.HeaderBytes || BinaryPrimitives.ReadUInt16BigEndian(message) != id) return false;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if ((flags & AnswerAndOpcode) != 0x8000) return false;
        var questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        if (questions == 0) return message.Length == DnsQueryReader.HeaderBytes && (flags & CodeBits) != 0;
        var body = message[DnsQueryReader.HeaderBytes..];
        return questions == 1 && body.Length >= query.Question.Length && IsSame(body[..query.Question.Length], query.Question.Span);
    }

    /// <summary>Makes it the agent's.</summary>
    public static void Restore(Span<byte> message, DnsQuery query)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message, query.Id);
        if (message.Length > DnsQueryReader.HeaderBytes) query.Question.Span.CopyTo(message[DnsQueryReader.HeaderBytes..]);
    }

    /// <summary>Type and class stand behind the name and are compared as they are; the lengths of labels are no letters.</summary>
    private static bool IsSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        const int TypeAndClass = 4;
        return left[^TypeAndClass..].SequenceEqual(right[^TypeAndClass..]) && System.Text.Ascii.EqualsIgnoreCase(left[..^TypeAndClass], right[..^TypeAndClass]);
    }
}
