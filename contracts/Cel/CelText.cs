using System.Globalization;
using System.Text;

namespace AiGateway.Contracts.Cel;

/// <summary>The escapes of strings, read and written; and how texts are ordered and measured: by code points.</summary>
internal static class CelText
{
    private const string Letters = "abfnrtv\\?\"'`";
    private const string Meanings = "\a\b\f\n\r\t\v\\?\"'`";

    /// <exception cref="CelSyntaxException">An escape that the language does not have.</exception>
    public static string Unescape(string inside, int position)
    {
        if (!inside.Contains('\\', StringComparison.Ordinal)) return inside;
        var clear = new StringBuilder();
        for (var at = 0; at < inside.Length;)
        {
            if (inside[at] != '\\') clear.Append(inside[at++]);
            else at = Unescape(inside, at, position, clear);
        }

        return clear.ToString();
    }

    /// <summary>The string in double quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if (char.IsControl(letter) || letter is '\u2028' or '\u2029') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Negative, zero or positive, by code points: half of a pair stands for one above U+FFFF.</summary>
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length) return left.Length.CompareTo(right.Length);
        var (first, second) = (left[same], right[same]);
        return char.IsSurrogate(first) == char.IsSurrogate(second) ? first.CompareTo(second) : char.IsSurrogate(first) ? 1 : -1;
    }

    /// <summary>Code points; half a pair alone is one.</summary>
    public static int CountOf(string text)
    {
        var pairs = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text[at - 1], text[at])) pairs++;
        }

        return text.Length - pairs;
    }

    private static int Unescape(string inside, int at, int position, StringBuilder clear)
    {
        var letter = inside[at + 1]; // The lexer has passed whatever follows a backslash.
        if (Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var known)
        {
            clear.Append(Meanings[known]);
            return at + 2;
        }

        var (digits, start) = letter switch { 'x' or 'X' => (2, at + 2), 'u' => (4, at + 2), 'U' => (8, at + 2), _ => (3, at + 1) };
        if (start + digits > inside.Length || !TryCode(inside.AsSpan(start, digits), digits == 3 ? 8 : 16, out var code))
            throw new CelSyntaxException(position + at, "this escape has no meaning");
        clear.Append(code.ToString());
        return start + digits;
    }

    private static bool TryCode(ReadOnlySpan<char> digits, int radix, out Rune code)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            var worth = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : radix;
            value = worth < radix ? (value * radix) + worth : long.MaxValue / radix;
            if (value > 0x10FFFF) break;
        }

        code = default;
        return value <= 0x10FFFF && Rune.TryCreate((int)value, out code);
    }
}
