namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>
/// E-mail addresses (RFC 5321, 4.1.2: a dot-string and a domain): letters of the Latin, Greek and Cyrillic scripts (RFC 6531), of the signs those that addresses have. Not quoted local
/// parts, not address literals.
/// </summary>
internal static class EmailAddress
{
    public const string Pattern = "[" + Word + "](?:[" + Word + @"._%+\-]|'[" + Word + @"]){0,63}@[" + Word + "][" + Word + @".\-]{0,190}\.[A-Za-z]{2,24}(?![0-9A-Za-z])";

    private const string Word = @"0-9A-Za-z_\u00C0-\u024F\u0370-\u03FF\u0400-\u04FF";

    /// <summary>Endings of files and units that are no top-level domains: <c>icon@2x.png</c>, <c>user@1000.service</c>.</summary>
    private static readonly HashSet<string> s_files = new(StringComparer.OrdinalIgnoreCase)
    {
        "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "mjs", "ts", "tsx", "jsx", "json", "yaml", "yml", "xml", "html", "htm", "txt", "csv", "pdf", "dll", "exe", "tgz", "gz", "jar",
        "service", "socket", "timer", "target", "mount", "slice", "scope", "lock", "log", "conf", "cfg", "ini", "tmp", "bak",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_lookup = s_files.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Range? Judge(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        var at = text.IndexOf('@');
        var domain = text[(at + 1)..];
        if (domain.IndexOf("..") >= 0 || domain.IndexOf(".-") >= 0 || domain.IndexOf("-.") >= 0 || s_lookup.Contains(domain[(domain.LastIndexOf('.') + 1)..])) return null;
        return text[..at] is "git" || IsUserInfo(before) ? null : ..;
    }

    /// <summary>Whether it is the password and the host of an address like <c>postgres://user:password@host</c>.</summary>
    private static bool IsUserInfo(ReadOnlySpan<char> before)
    {
        var word = before[(before.LastIndexOfAny(" \t\r\n\"'<>(") + 1)..];
        var scheme = word.IndexOf("://");
        return scheme > 0 && word[(scheme + 3)..].IndexOfAny('/', '?', '#') < 0;
    }
}
