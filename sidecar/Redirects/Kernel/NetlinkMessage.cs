using System.Text;

namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>One answer of the kernel. What does not have the shape of one ends the reading; its bytes are never taken for more than they are.</summary>
internal readonly record struct NetlinkMessage(int Type, int Flags, uint Sequence, ReadOnlyMemory<byte> Payload)
{
    /// <summary>An error, or with the number 0 an acknowledgement.</summary>
    public const int Error = 2;

    /// <summary>The end of a dump.</summary>
    public const int Done = 3;

    private const int HeadLength = 16;
    private const int AttributeHead = 4;
    private const int Capped = 0x100;
    private const int WithAttributes = 0x200;
    private const int ErrorText = 1;

    /// <summary>The messages of one datagram.</summary>
    public static IEnumerable<NetlinkMessage> Read(ReadOnlyMemory<byte> datagram)
    {
        while (datagram.Length >= HeadLength && Length(datagram.Span) is var length && length >= HeadLength && length <= datagram.Length)
        {
            var head = datagram.Span;
            yield return new(BitConverter.ToUInt16(head[4..]), BitConverter.ToUInt16(head[6..]), BitConverter.ToUInt32(head[8..]), datagram[HeadLength..length]);
            datagram = datagram[Math.Min(Aligned(length), datagram.Length)..];
        }
    }

    /// <summary>The error's number of an error or of a dump's end; 0 where all is well.</summary>
    public int Number => Payload.Length >= sizeof(int) ? -BitConverter.ToInt32(Payload.Span) : 0;

    /// <summary>The kernel's own words beside an error; null where it has none.</summary>
    public string? Words()
    {
        if (Type != Error || (Flags & WithAttributes) == 0 || Payload.Length < sizeof(int) + HeadLength) return null;
        var echoed = (Flags & Capped) != 0 ? HeadLength : Aligned(Length(Payload.Span[sizeof(int)..]));
        return echoed >= HeadLength && sizeof(int) + echoed <= Payload.Length ? TextOf(Payload.Span[(sizeof(int) + echoed)..], ErrorText) : null;
    }

    /// <summary>The text of an attribute of nf_tables' own messages, behind netfilter's head; null where it is not there.</summary>
    public string? Text(int attribute) => Payload.Length >= 4 ? TextOf(Payload.Span[4..], attribute) : null;

    private static string? TextOf(ReadOnlySpan<byte> attributes, int wanted)
    {
        while (attributes.Length >= AttributeHead)
        {
            var length = BitConverter.ToUInt16(attributes);
            if (length < AttributeHead || length > attributes.Length) return null;
            if ((BitConverter.ToUInt16(attributes[2..]) & 0x3fff) == wanted) return Encoding.ASCII.GetString(attributes[AttributeHead..length]).TrimEnd('\0');
            attributes = attributes[Math.Min(Aligned(length), attributes.Length)..];
        }

        return null;
    }

    private static int Length(ReadOnlySpan<byte> head) => BitConverter.ToInt32(head);

    private static int Aligned(int length) => (length + 3) & ~3;
}
