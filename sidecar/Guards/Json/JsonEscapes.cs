using System.Buffers;
using System.Globalization;

namespace AiGateway.Sidecar.Guards.Json;

/// <summary>The escapes of JSON strings (RFC 8259, section 7), half surrogates included: one may end a piece of a text whose next piece begins with the other.</summary>
internal static class JsonEscapes
{
    private static readonly SearchValues<char> s_escaped = SearchValues.Create([.. "\"\\", .. Enumerable.Range(0, 0x20).Select(code => (char)code), .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    /// <summary>Writes text as a string's content, with no more escapes than it needs; a half surrogate that stands alone is escaped.</summary>
    public static void Write(ReadOnlySpan<char> text, IBufferWriter<char> content)
    {
        while (!text.IsEmpty)
        {
            var at = text.IndexOfAny(s_escaped);
            content.Write(at < 0 ? text : text[..at]);
            if (at < 0) return;
            var isPair = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
            if (isPair) content.Write(text.Slice(at, 2));
            else Write(text[at], content);
            text = text[(at + (isPair ? 2 : 1))..];
        }
    }

    /// <summary>What a character behind a backslash stands for; NUL where it is none of them.</summary>
    public static char OfLetter(char letter) => letter switch
    {
        '"' or '\\' or '/' => letter,
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => '\0',
    };

    private static void Write(char character, IBufferWriter<char> content)
    {
        var letter = character switch { '"' or '\\' => character, '\b' => 'b', '\f' => 'f', '\n' => 'n', '\r' => 'r', '\t' => 't', _ => 'u' };
        content.Write(['\\', letter]);
        if (letter != 'u') return;
        var digits = content.GetSpan(4);
        ((ushort)character).TryFormat(digits, out var count, "x4", CultureInfo.InvariantCulture);
        content.Advance(count);
    }
}
