using System.Buffers;
using System.Text.Json;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds the end of a long JSON string (RFC 8259, section 7) by vectors. The framework's reader goes byte by byte behind the first escape, which for an
/// agent's context is most of the call. Decides nothing: what it does not like it leaves to that reader, which then says what is wrong.
/// </summary>
internal static class JsonText
{
    /// <summary>Below, the framework's reader is as fast.</summary>
    public const int Least = 512;

    private static readonly SearchValues<byte> s_stops = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    /// <summary>
    /// Where the text begins with a well-formed string of at least <see cref="Least"/> bytes: the position behind it, and the bytes up to there.
    /// </summary>
    public static bool TryPass(in ReadOnlySequence<byte> text, out SequencePosition end, out long length)
    {
        (end, length) = (default, 0);
        var (inside, escaped) = (false, false);
        foreach (var part in text)
        {
            var at = inside ? 0 : OpeningOf(part.Span);
            if (at < 0) return false;
            if (!inside) (inside, at) = (true, at + 1);
            if (!Scan(part.Span, ref at, ref escaped)) return false;
            if (at < part.Length)
            {
                length += at + 1;
                end = text.GetPosition(length);
                return length >= Least;
            }

            length += part.Length;
        }

        return false;
    }

    /// <summary>
    /// For a value in which nothing is acted on: where it is a long string, the reader is given an empty one for it and goes on behind it.
    /// </summary>
    /// <param name="text">All of the body.</param>
    /// <param name="json">A reader of it that stands behind a name.</param>
    /// <param name="start">Where in the text that reader began.</param>
    public static bool TryPass(in ReadOnlySequence<byte> text, ref Utf8JsonReader json, ref long start)
    {
        if (!TryPass(text.Slice(json.Position), out var end, out var length)) return false;
        Pass(text, ref json, ref start, (end, length));
        return true;
    }

    /// <summary>The same for a string whose end was found.</summary>
    public static void Pass(in ReadOnlySequence<byte> text, ref Utf8JsonReader json, ref long start, (SequencePosition Position, long Length) end)
    {
        var empty = new Utf8JsonReader("\"\""u8, isFinalBlock: false, json.CurrentState);
        empty.Read();
        start += json.BytesConsumed + end.Length;
        json = new(text.Slice(end.Position), isFinalBlock: true, empty.CurrentState);
    }

    /// <summary>Advances to the closing quote, or to the end of the span; false where something else stands in the way.</summary>
    private static bool Scan(ReadOnlySpan<byte> span, ref int at, ref bool escaped)
    {
        while (at < span.Length)
        {
            if (escaped)
            {
                if (!TryEscape(span, ref at)) return false;
                escaped = false;
                continue;
            }

            var next = span[at..].IndexOfAny(s_stops);
            at = next < 0 ? span.Length : at + next;
            if (at == span.Length || span[at] == '"') return true;
            if (span[at++] != '\\') return false;
            escaped = true;
        }

        return true;
    }

    /// <summary>Passes what stands behind a backslash; four digits that are split by a block are left to the other reader.</summary>
    private static bool TryEscape(ReadOnlySpan<byte> span, ref int at)
    {
        if (span[at] != 'u') return "\"\\/bfnrt"u8.Contains(span[at++]);
        if (span.Length - at < 5) return false;
        var digits = span.Slice(at + 1, 4);
        at += 5;
        return char.IsAsciiHexDigit((char)digits[0]) && char.IsAsciiHexDigit((char)digits[1])
            && char.IsAsciiHexDigit((char)digits[2]) && char.IsAsciiHexDigit((char)digits[3]);
    }

    /// <summary>Where the quote stands behind white space; -1 where the span begins with anything else.</summary>
    private static int OpeningOf(ReadOnlySpan<byte> span)
    {
        var at = span.IndexOfAnyExcept(" \n\r\t"u8);
        return at >= 0 && span[at] == '"' ? at : -1;
    }
}
