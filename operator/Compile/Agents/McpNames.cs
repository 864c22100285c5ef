using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>What the names of tools and prompts and the prefixes of them may be; the schema says the same by its patterns.</summary>
internal static class McpNames
{
    private const int MaxLength = 1024;

    /// <summary>Whether it is a name that an McpServer may have.</summary>
    public static bool IsServer(string name) => ValueCheck.MatchesWhole(Patterns.ObjectName, name);

    /// <summary>What is wrong with a name, a URI or a prefix that denies; null where nothing is.</summary>
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
        FindInDeny(pattern) ?? (pattern.EndsWith('*') && (pattern[0] == ' ' || !pattern.All(letter => letter is >= ' ' and <= '~'))
            ? "a prefix allows no name beyond ASCII and none that begins with a space, so this one allows none: write each such name in full"
            : null);
}
