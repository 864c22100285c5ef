using System.Globalization;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>What URIs of resources and the prefixes of them may be.</summary>
internal static class UriNames
{
    /// <summary>
    /// What is wrong with a URI or prefix that allows; null where nothing is. A sidecar lets a prefix allow no URI that a server may read as another one (RFC 3986): with segments that
    /// are empty or of dots, with backslashes, or with escapes of what needs none. A prefix that has such a part itself would allow nothing.
    /// </summary>
    public static string? FindInAllow(string pattern) =>
        McpNames.FindInDeny(pattern) ?? (pattern.EndsWith('*') && !MayAllow(pattern[..^1])
            ? "a prefix allows no URI with a segment that is empty or of dots, a backslash, an escape of what needs none, a space or a character beyond ASCII, so this one allows none: write it without, or each such URI in full"
            : null);

    private static bool MayAllow(string prefix)
    {
        var path = PathOf(prefix);
        var open = path.LastIndexOfAny(['/', '?', '#', ';', ':', '&', '=']); // What stands behind it goes on behind the prefix.
        return prefix.All(letter => letter is >= '!' and <= '~' and not '\\')
            && !path.Contains("//", StringComparison.Ordinal)
            && !path[..Math.Max(open, 0)].Split('/', '?', '#', ';', ':', '&', '=').Any(part => part is "." or "..")
            && !HasNeedlessEscape(prefix);
    }

    /// <summary>Behind the scheme and the authority.</summary>
    private static string PathOf(string uri)
    {
        var scheme = uri.IndexOf(':', StringComparison.Ordinal) + 1;
        if (uri.AsSpan(0, scheme).IndexOfAny('/', '?', '#') >= 0) return uri;
        if (!uri.AsSpan(scheme).StartsWith("//", StringComparison.Ordinal)) return uri[scheme..];
        var end = uri.IndexOfAny(['/', '?', '#'], scheme + 2);
        return end < 0 ? "" : uri[end..];
    }

    private static bool HasNeedlessEscape(string prefix) => prefix.Split('%').Skip(1).Where(after => after.Length >= 2).Any(after =>
        !byte.TryParse(after.AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
        || code is < 0x20 or 0x7F
        || char.IsAsciiLetterOrDigit((char)code)
        || "-._~/\\%".Contains((char)code, StringComparison.Ordinal));
}
