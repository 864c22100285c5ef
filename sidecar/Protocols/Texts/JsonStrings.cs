using System.Buffers;
using System.Globalization;
using System.Text;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>
/// JSON strings as texts and back (RFC 8259, section 7). Half a surrogate pair, which an escape can hold and UTF-8 cannot, stays what it is, so that a text is read as its receiver
/// reads it and written as it came.
/// </summary>
internal static class JsonStrings
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads what stands between the quotes of a well-formed string; false where it is not UTF-8.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, PooledChars text)
    {
        while (content.IndexOf((byte)'\\') is >= 0 and var at)
        {
            if (!TryCopy(content[..at], text)) return false;
            content = content[(at + ReadEscape(content[at..], text))..];
        }

        return TryCopy(content, text);
    }

    /// <summary>Reads bytes of UTF-8; false where they are none.</summary>
    public static bool TryCopy(ReadOnlySpan<byte> bytes, PooledChars text)
    {
        try
        {
            text.Advance(s_strict.GetChars(bytes, text.GetSpan(bytes.Length)));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The text as a JSON string, quotes included.</summary>
    public static byte[] Write(ReadOnlySpan<char> text)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length + (text.Length / 8) + 16);
        bytes.Write("\""u8);
        while (!text.IsEmpty)
        {
            var plain = PlainLength(text);
            Encoding.UTF8.GetBytes(text[..plain], bytes);
            text = text[plain..];
            if (text.IsEmpty) break;
            WriteEscape(text[0], bytes);
            text = text[1..];
        }

        bytes.Write("\""u8);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Takes the escape that the content begins with; returns its length.</summary>
    private static int ReadEscape(ReadOnlySpan<byte> content, PooledChars text)
    {
        var code = content[1] switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'u' => (char)ushort.Parse(content.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            var same => (char)same,
        };
        text.GetSpan(1)[0] = code;
        text.Advance(1);
        return content[1] == 'u' ? 6 : 2;
    }

    /// <summary>How many characters stand before the first that needs an escape.</summary>
    private static int PlainLength(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is < ' ' or '"' or '\\') return at;
            if (!char.IsSurrogate(text[at])) continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return at;
            at++;
        }

        return text.Length;
    }

    private static void WriteEscape(char code, ArrayBufferWriter<byte> bytes)
    {
        switch (code)
        {
            case '"':
                bytes.Write("\\\""u8);
                break;
            case '\\':
                bytes.Write("\\\\"u8);
                break;
            case '\n':
                bytes.Write("\\n"u8);
                break;
            default:
                bytes.Write(Encoding.ASCII.GetBytes($"\\u{(int)code:x4}"));
                break;
        }
    }
}
