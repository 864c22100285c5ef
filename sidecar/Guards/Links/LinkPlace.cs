namespace AiGateway.Sidecar.Guards.Links;

/// <summary>Where a link stands, by what stands before it: whether it loads without anybody's click.</summary>
internal static class LinkPlace
{
    private static readonly string[] s_loading = ["src", "srcset", "poster", "background", "data", "url("];

    /// <summary>Whether it is an image's of Markdown, a definition's that an image may name, an attribute's that loads, or a style's. What is too far away to be seen counts as one.</summary>
    public static bool Loads(ReadOnlySpan<char> before)
    {
        var end = before.TrimEnd().TrimEnd('<').TrimEnd();
        if (end.EndsWith("](")) return IsImage(end[..^2], before.Length >= TextWindow.LookBehind);
        if (end.EndsWith("]:") || end.EndsWith("url(", StringComparison.OrdinalIgnoreCase) || end.EndsWith("url('", StringComparison.OrdinalIgnoreCase) || end.EndsWith("url(\"", StringComparison.OrdinalIgnoreCase)) return true;
        var tag = before.LastIndexOfAny('<', '>');
        return tag < 0 || before[tag] != '<' ? IsAttribute(before, tag < 0) : before[(tag + 1)..].StartsWith("link", StringComparison.OrdinalIgnoreCase) || IsAttribute(before[tag..], false);
    }

    /// <summary>Whether the bracket that closes here was opened behind an exclamation mark.</summary>
    private static bool IsImage(ReadOnlySpan<char> label, bool isCut)
    {
        var depth = 1;
        for (var at = label.Length - 1; at >= 0; at--)
        {
            if (at > 0 && label[at - 1] == '\\') continue;
            if (label[at] == ']') depth++;
            else if (label[at] == '[' && --depth == 0) return at == 0 ? isCut : label[at - 1] == '!';
        }

        return true;
    }

    /// <summary>Whether the nearest attribute before it is one that loads.</summary>
    private static bool IsAttribute(ReadOnlySpan<char> before, bool mayBeAnywhere)
    {
        var equal = before.LastIndexOf('=');
        if (equal < 0) return false;
        var name = before[..equal].TrimEnd();
        name = name[(name.LastIndexOfAny(" \t\r\n\"'/<") + 1)..];
        if (mayBeAnywhere && before[(equal + 1)..].IndexOfAny("\"' ") > 0) return false;
        foreach (var loading in s_loading)
        {
            if (name.Equals(loading, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return name.Equals("style", StringComparison.OrdinalIgnoreCase);
    }
}
