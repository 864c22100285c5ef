using System.Collections.Frozen;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>What people write where a password would stand, and values that are none: references to variables, words for it, stars.</summary>
internal static class Placeholders
{
    private static readonly FrozenSet<string> s_words = new[]
    {
        "password", "passwd", "pass", "pwd", "secret", "token", "user", "username", "userpass", "mypassword", "yourpassword", "null", "none", "true", "false", "undefined", "string", "apikey", "key",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a value of a place that only a password has is one.</summary>
    public static bool IsNone(ReadOnlySpan<char> value) =>
        value[0] is not ('$' or '{' or '%' or '<' or '*' or '[' or '@') && value.IndexOf("{") < 0
        && value.IndexOfAnyExcept(value[0]) >= 0
        && !s_words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value)
        && !Randomness.IsWritten(value);

    /// <summary>Whether a value that only its name calls secret is one: some part between its marks has letters and digits in an order that no word, version, date or name has.</summary>
    public static bool IsSecret(ReadOnlySpan<char> value)
    {
        if (!IsNone(value) || value.IndexOf("://") >= 0 || Randomness.Bits(value) < 3 || !Randomness.IsDrawn(value)) return false;
        foreach (var part in value.SplitAny('-', '_', '.', '/', ':'))
        {
            if (IsMixed(value[part])) return true;
        }

        return false;
    }

    private static bool IsMixed(ReadOnlySpan<char> part)
    {
        if (part.Length < 10) return false;
        var (digits, letters, changes) = (0, 0, 0);
        for (var at = 0; at < part.Length; at++)
        {
            if (char.IsAsciiDigit(part[at])) digits++;
            else if (char.IsAsciiLetter(part[at])) letters++;
            if (at > 0 && KindOf(part[at]) != KindOf(part[at - 1])) changes++;
        }

        return digits >= 2 && letters >= 2 && changes * 4 >= part.Length;
    }

    private static int KindOf(char one) => char.IsAsciiLetterLower(one) ? 0 : char.IsAsciiLetterUpper(one) ? 1 : char.IsAsciiDigit(one) ? 2 : 3;
}
