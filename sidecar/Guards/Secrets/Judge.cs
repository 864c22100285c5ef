using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>Validators of secrets' patterns, and the forms of rule that most formats have: letters that stand for themselves, and a number of characters of an alphabet.</summary>
internal static class Judge
{
    public const string Alphanumeric = "0-9A-Za-z";
    public const string Hex = "0-9a-f";
    public const string Base64Url = @"0-9A-Za-z_\-";

    /// <summary>A prefix and so many characters: one more of the same alphabet makes it something else.</summary>
    public static PatternRule Fixed(string label, string prefix, string alphabet, int count) => Ranged(label, prefix, alphabet, (count, count));

    /// <summary>A prefix and a number of characters between two, both included.</summary>
    public static PatternRule Ranged(string label, string prefix, string alphabet, (int Least, int Most) length) =>
        Shaped(label, $"{Literal(prefix)}[{alphabet}]{{{length.Least},{length.Most}}}(?![{alphabet}])", prefix.Length);

    /// <summary>A prefix and so many characters or more.</summary>
    public static PatternRule AtLeast(string label, string prefix, string alphabet, int least) => Shaped(label, $"{Literal(prefix)}[{alphabet}]{{{least},}}", prefix.Length);

    /// <summary>A pattern of which the part behind the prefix must look drawn.</summary>
    public static PatternRule Shaped(string label, string pattern, int prefix = 0) =>
        PatternRule.Of(label, pattern, (text, before) => IsDrawnKey(text[prefix..], before) ? .. : null);

    /// <summary>As <see cref="Fixed"/>, of letters and digits, with a checksum over what stands behind the prefix.</summary>
    public static PatternRule WithCrc62(string label, string prefix, int count) => PatternRule.Of(label,
        $"{prefix}[{Alphanumeric}]{{{count}}}(?![{Alphanumeric}])",
        (text, before) => StartsFresh(before) && Checksums.HasCrc62(text[prefix.Length..]) ? .. : null);

    public static bool IsDrawnKey(ReadOnlySpan<char> secret, ReadOnlySpan<char> before) => StartsFresh(before) && Randomness.IsDrawn(secret);

    /// <summary>Whether a word may begin behind this: no letter, digit or underscore stands there, or it is the end of an escape (<c>\n</c> of code, <c>%20</c> of a URL).</summary>
    public static bool StartsFresh(ReadOnlySpan<char> before)
    {
        if (before.IsEmpty || !(char.IsAsciiLetterOrDigit(before[^1]) || before[^1] == '_')) return true;
        if (before.Length >= 2 && before[^2] == '\\') return before[^1] is 'n' or 'r' or 't';
        return before.Length >= 3 && before[^3] == '%' && char.IsAsciiHexDigit(before[^2]) && char.IsAsciiHexDigit(before[^1]);
    }

    private static string Literal(string prefix) => prefix.Replace(".", @"\.", StringComparison.Ordinal);
}
