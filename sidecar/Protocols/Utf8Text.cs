using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Whether bytes in blocks are UTF-8 throughout (RFC 3629). The framework's JSON reader looks at the texts that are taken alone, and two readers mend what is broken in two ways.</summary>
internal static class Utf8Text
{
    private const int LongestRune = 4;

    public static bool IsValid(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment) return Utf8.IsValid(bytes.FirstSpan);

        Span<byte> carried = stackalloc byte[LongestRune];
        var count = 0;
        foreach (var part in bytes)
        {
            var span = part.Span;
            if (!TryComplete(carried, ref count, ref span)) return false;
            if (count > 0) continue;
            var open = OpenTail(span);
            if (!Utf8.IsValid(span[..^open])) return false;
            span[^open..].CopyTo(carried);
            count = open;
        }

        return count == 0;
    }

    /// <summary>Takes the bytes off the span that the character begun before it lacks; false where they do not belong to it.</summary>
    private static bool TryComplete(scoped Span<byte> carried, ref int count, ref ReadOnlySpan<byte> span)
    {
        while (count > 0 && !span.IsEmpty)
        {
            carried[count++] = span[0];
            span = span[1..];
            switch (Rune.DecodeFromUtf8(carried[..count], out _, out _))
            {
                case OperationStatus.Done:
                    count = 0;
                    break;
                case OperationStatus.InvalidData:
                    return false;
            }
        }

        return true;
    }

    /// <summary>How many bytes at the end begin a character that is longer than they are.</summary>
    private static int OpenTail(ReadOnlySpan<byte> span)
    {
        for (var back = 1; back < LongestRune && back <= span.Length; back++)
        {
            var octet = span[^back];
            if ((octet & 0xC0) == 0x80) continue;
            var length = octet >= 0xF0 ? 4 : octet >= 0xE0 ? 3 : octet >= 0xC0 ? 2 : 1;
            return length > back ? back : 0;
        }

        return 0;
    }
}
