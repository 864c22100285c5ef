using System.Globalization;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>What the names of tools and prompts, the URIs of resources and the prefixes of both may be; the schema says the same by its patterns.</summary>
internal static class McpNames
{
    private const int MaxLength = 1024;

    /// <summary>Whether it is a name that an McpServer may have.</summary>
    public static bool IsServer(string name) => ValueCheck.MatchesWhole(Patterns.ObjectName, name);

    /// <summary>What is wrong with a name or prefix that denies; null where nothing is.</summary>
    public static string? FindInDeny(string pattern)
    {
        if (pattern.AsSpan().IndexOf('*') is var star && star >= 0 && star != pattern.Length - 1)
            return "the name has a * that is not its last character: only a prefix may be left open, as read_*";
        if (pattern.Length == 0) return "the name is empty: write a name, or * for every one";
        if (pattern.EnumerateRunes().Count() > MaxLength) return $"the name is longer than {MaxLength} characters: shorten it";
        return pattern.Any(char.IsControl) ? "the name contains a control character: remove it" : null;
    }

    /// <summary>What is wrong with a name or prefix that allows; null where nothing is.</summary>
    public static string? FindInAllow(string pattern) =>
        FindInDeny(pattern) ?? (pattern.EndsWith('*') && !pattern.All(letter => letter is >= ' ' and <= '~')
            ? "a prefix allows no name beyond ASCII, so this one allows none: write each such name in full"
            : null);

    /// <summary>
    /// What is wrong with a URI or prefix of URIs that allows; null where nothing is. A prefix allows no URI that a server may read as another one: with segments of dots
    /// (RFC 3986, section 3.3), backslashes, or escapes of characters that need none (section 2.3).
    /// </summary>
    public static string? FindInUriAllow(string pattern) =>
        FindInAllow(pattern) ?? (pattern.EndsWith('*') && (pattern.Contains('\\') || HasDots(pattern) || HasNeedlessEscape(pattern))
            ? "a prefix allows no URI with a segment of dots, a backslash or an escape of a character that needs none, so this one allows none: write it without, or each such URI in full"
            : null);

    /// <summary>The last segment goes on behind the prefix.</summary>
    private static bool HasDots(string pattern) => pattern.Split('/')[..^1].Any(segment => segment is "." or "..");

    private static bool HasNeedlessEscape(string pattern)
    {
        for (var at = pattern.IndexOf('%'); at >= 0; at = pattern.IndexOf('%', at + 1))
        {
            if (byte.TryParse(pattern.AsSpan(at + 1, Math.Min(2, pattern.Length - at - 1)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var escaped)
                && (char.IsAsciiLetterOrDigit((char)escaped) || (char)escaped is '-' or '.' or '_' or '~')) return true;
        }

        return false;
    }
}
