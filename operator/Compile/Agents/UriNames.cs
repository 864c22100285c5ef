using AiGateway.Contracts;

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

    private static bool MayAllow(string prefix) => prefix.All(letter => letter is >= '!' and <= '~') && UriText.MayBegin(prefix);
}
