using System.Buffers;
using System.Globalization;
using System.Text;

namespace AiGateway.Sidecar.Guards;

/// <summary>Finds what looks like a token of <see cref="MaskVault"/> in the bytes of a request, also where JSON escapes hide it (to any depth of strings in strings).</summary>
internal static class TokenSearch
{
    /// <summary>How many are told apart; a request with more gets no tokens.</summary>
    public const int MaxFound = 4096;

    private const int MaxDigits = 7;
    private static readonly SearchValues<byte> s_label = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"u8);

    public static SearchValues<char> LabelCharacters { get; } = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>Adds all that is found; false where there are more than are told apart.</summary>
    public static bool Find(ReadOnlySpan<byte> body, HashSet<string> found)
    {
        if (body.IndexOf("\\u00"u8) < 0) return FindPlain(body, found);
        var plain = ArrayPool<byte>.Shared.Rent(body.Length);
        try
        {
            return FindPlain(plain.AsSpan(0, Unescape(body, plain)), found);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain, clearArray: true);
        }
    }

    private static bool FindPlain(ReadOnlySpan<byte> body, HashSet<string> found)
    {
        for (var from = 0; from < body.Length;)
        {
            var open = body[from..].IndexOf((byte)'[');
            if (open < 0) return true;
            from += open + 1;
            var inside = body[from..Math.Min(from + MaskVault.MaxToken, body.Length)];
            var length = inside.IndexOfAnyExcept(s_label);
            if (length < 4 || inside[length] != ']' || !EndsInNumber(inside[..length])) continue;
            if (found.Count == MaxFound) return false;
            found.Add($"[{Encoding.ASCII.GetString(inside[..length])}]");
        }

        return true;
    }

    private static bool EndsInNumber(ReadOnlySpan<byte> name)
    {
        var digits = name[(name.LastIndexOf((byte)'_') + 1)..];
        return digits.Length is > 0 and <= MaxDigits && digits.Length < name.Length && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>Writes the characters that <c>\u0020</c> to <c>\u007E</c> stand for, and all else as it is. A backslash that is escaped itself counts as none: that finds too much, never too little.</summary>
    private static int Unescape(ReadOnlySpan<byte> body, Span<byte> plain)
    {
        var length = 0;
        for (var at = 0; at < body.Length;)
        {
            var escaped = at + 6 <= body.Length && body[at] == '\\' && body.Slice(at + 1, 3).SequenceEqual("u00"u8)
                && byte.TryParse(body.Slice(at + 4, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code is >= 0x20 and < 0x7F
                ? code
                : (byte)0;
            plain[length++] = escaped == 0 ? body[at] : escaped;
            at += escaped == 0 ? 1 : 6;
        }

        return length;
    }
}
