using System.Buffers;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Strings as RFC 8785 writes and orders them (sections 3.2.2.2 and 3.2.3): only what must be escaped is, and names are ordered by their UTF-16 code units.</summary>
internal static class CanonicalText
{
    private const string Hex = "0123456789abcdef";
    private static readonly SearchValues<byte> s_escaped = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    /// <summary>The most bytes that a string in clear may take, quotes and all.</summary>
    public static int MaxLength(int length) => checked((length * 6) + 2);

    /// <summary>Writes a string in clear, with its quotes; the bytes that it took.</summary>
    public static int Write(ReadOnlySpan<byte> clear, Span<byte> text)
    {
        var at = 0;
        text[at++] = (byte)'"';
        while (clear.IndexOfAny(s_escaped) is >= 0 and var next)
        {
            clear[..next].CopyTo(text[at..]);
            at += next;
            at += Escape(clear[next], text[at..]);
            clear = clear[(next + 1)..];
        }

        clear.CopyTo(text[at..]);
        at += clear.Length;
        text[at++] = (byte)'"';
        return at;
    }

    /// <summary>
    /// Orders two names in clear by UTF-16 code units. That is the order of their bytes, but that a pair of surrogates, whose UTF-8 begins with F0 or more, comes before the last
    /// characters of the first plane, which begin with EE and EF.
    /// </summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length) return left.Length - right.Length;
        return Rank(left[common]) - Rank(right[common]);
    }

    private static int Rank(byte lead) => lead is 0xEE or 0xEF ? lead + 0x100 : lead;

    private static int Escape(byte letter, Span<byte> text)
    {
        text[0] = (byte)'\\';
        var name = letter switch
        {
            (byte)'"' or (byte)'\\' => (char)letter,
            (byte)'\b' => 'b',
            (byte)'\t' => 't',
            (byte)'\n' => 'n',
            (byte)'\f' => 'f',
            (byte)'\r' => 'r',
            _ => 'u',
        };
        text[1] = (byte)name;
        if (name != 'u') return 2;
        "00"u8.CopyTo(text[2..]);
        text[4] = (byte)Hex[letter >> 4];
        text[5] = (byte)Hex[letter & 0xF];
        return 6;
    }
}
