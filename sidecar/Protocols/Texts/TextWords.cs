using System.Buffers;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>What is no text although it is a string: only as long as it looks like what the dialect says that it is, so that nothing is hidden in its place.</summary>
internal static class TextWords
{
    /// <summary>The longest word, in bytes: ids and ARNs are shorter.</summary>
    public const int MaxWord = 256;

    private static readonly SearchValues<byte> s_word = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (byte)code).Where(code => code is not ((byte)'"' or (byte)'\\'))]);

    private static readonly SearchValues<byte> s_base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    /// <summary>Short, printable ASCII, without spaces and escapes.</summary>
    /// <param name="content">What stands between the quotes.</param>
    public static bool IsWord(in ReadOnlySequence<byte> content)
    {
        if (content.Length > MaxWord) return false;
        foreach (var part in content)
        {
            if (part.Span.ContainsAnyExcept(s_word)) return false;
        }

        return true;
    }

    /// <summary>Base64 of either alphabet (RFC 4648); a slash may be escaped.</summary>
    public static bool IsBase64(in ReadOnlySequence<byte> content)
    {
        var rest = new SequenceReader<byte>(content);
        while (!rest.End)
        {
            var plain = PlainLength(rest.UnreadSpan);
            if (plain > 0) rest.Advance(plain);
            else if (!rest.IsNext("\\/"u8, advancePast: true)) return false;
        }

        return true;
    }

    /// <summary>A <c>data:</c> URI (RFC 2397) in base64.</summary>
    public static bool IsDataUri(in ReadOnlySequence<byte> content)
    {
        var rest = new SequenceReader<byte>(content);
        if (!rest.IsNext("data:"u8, advancePast: true) || !rest.TryReadTo(out ReadOnlySequence<byte> head, (byte)',')) return false;
        if (head.Length is > MaxWord or < 7 || !IsMediaType(head.Slice(0, head.Length - 7))) return false;
        return head.Slice(head.Length - 7).ToArray().AsSpan().SequenceEqual(";base64"u8) && IsBase64(rest.UnreadSequence);
    }

    private static bool IsMediaType(in ReadOnlySequence<byte> type)
    {
        // PHP escapes the slash.
        foreach (var octet in type.ToArray())
        {
            if (octet is not ((byte)'\\' or (byte)'/' or (byte)'.' or (byte)'+' or (byte)'-' or (byte)';' or (byte)'=') && !char.IsAsciiLetterOrDigit((char)octet)) return false;
        }

        return true;
    }

    private static int PlainLength(ReadOnlySpan<byte> span)
    {
        var length = span.IndexOfAnyExcept(s_base64);
        return length < 0 ? span.Length : length;
    }
}
