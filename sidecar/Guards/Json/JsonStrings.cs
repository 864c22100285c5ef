using System.Buffers;
using System.Globalization;
using System.Text;

namespace AiGateway.Sidecar.Guards.Json;

/// <summary>The characters of JSON strings (RFC 8259, section 7), half surrogates included: one may end a piece of a text whose next piece begins with the other.</summary>
internal static class JsonStrings
{
    private static readonly SearchValues<char> s_escaped = SearchValues.Create([.. "\"\\", .. Enumerable.Range(0, 0x20).Select(code => (char)code), .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    /// <summary>Writes the characters of a string's content: well-formed JSON, and valid UTF-8.</summary>
    public static void Unescape(ReadOnlySpan<byte> content, IBufferWriter<char> characters)
    {
        while (!content.IsEmpty)
        {
            var plain = content.IndexOf((byte)'\\');
            var run = plain < 0 ? content : content[..plain];
            var room = characters.GetSpan(run.Length + 1);
            var count = Encoding.UTF8.GetChars(run, room);
            characters.Advance(count);
            if (plain < 0) return;
            var length = content[plain + 1] == 'u' ? 6 : 2;
            characters.Write([length == 6 ? OfHex(content.Slice(plain + 2, 4)) : OfEscape((char)content[plain + 1])]);
            content = content[(plain + length)..];
        }
    }

    /// <summary>Writes text as a string's content, with no more escapes than it needs; a half surrogate that stands alone is escaped.</summary>
    public static void Escape(ReadOnlySpan<char> text, IBufferWriter<char> content)
    {
        while (!text.IsEmpty)
        {
            var at = text.IndexOfAny(s_escaped);
            content.Write(at < 0 ? text : text[..at]);
            if (at < 0) return;
            var isPair = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
            if (isPair) content.Write(text.Slice(at, 2));
            else WriteEscape(text[at], content);
            text = text[(at + (isPair ? 2 : 1))..];
        }
    }

    /// <summary>Writes text as a string's content in UTF-8.</summary>
    public static void Escape(ReadOnlySpan<char> text, IBufferWriter<byte> content)
    {
        var characters = new ArrayBufferWriter<char>(text.Length + 16);
        Escape(text, characters);
        Encoding.UTF8.GetBytes(characters.WrittenSpan, content);
    }

    /// <summary>What a character behind a backslash stands for; NUL where it is none of them.</summary>
    public static char OfEscape(char letter) => letter switch
    {
        '"' or '\\' or '/' => letter,
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => '\0',
    };

    private static char OfHex(ReadOnlySpan<byte> digits) => (char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static void WriteEscape(char character, IBufferWriter<char> content)
    {
        var letter = character switch { '"' or '\\' => character, '\b' => 'b', '\f' => 'f', '\n' => 'n', '\r' => 'r', '\t' => 't', _ => 'u' };
        content.Write(['\\', letter]);
        if (letter != 'u') return;
        var digits = content.GetSpan(4);
        ((ushort)character).TryFormat(digits, out var count, "x4", CultureInfo.InvariantCulture);
        content.Advance(count);
    }
}
