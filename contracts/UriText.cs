namespace AiGateway.Contracts;

/// <summary>
/// What a server may make of a URI (RFC 3986): dot segments, empty segments, escapes, backslashes. The sidecar lets no wildcard allow a URI that may be read as another one; the operator
/// accepts no prefix that could therefore allow nothing.
/// </summary>
public static class UriText
{
    private const string Delimiters = "/?#;:&=";

    /// <summary>Whether resolving and decoding leave the URI what it is: only characters that have to be escaped are.</summary>
    public static bool IsUnambiguous(ReadOnlySpan<char> uri) => IsUnambiguous(uri, uri[HeadOf(uri)..]);

    /// <summary>Whether some URI that begins so is unambiguous: what stands behind the last delimiter, or is half an escape, goes on behind the prefix.</summary>
    public static bool MayBegin(ReadOnlySpan<char> prefix)
    {
        var path = prefix[HeadOf(prefix)..];
        if (path.Contains("//", StringComparison.Ordinal)) return false;
        var escape = prefix.LastIndexOf('%');
        return IsUnambiguous(escape >= 0 && escape > prefix.Length - 3 ? prefix[..escape] : prefix, path[..Math.Max(path.LastIndexOfAny(Delimiters), 0)]);
    }

    /// <summary>The URI with slashes for backslashes and without dot segments and empty ones (RFC 3986, section 5.2.4).</summary>
    public static string Resolve(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        uri = uri.Replace('\\', '/');
        var head = HeadOf(uri);
        var end = uri.AsSpan(head).IndexOfAny('?', '#');
        end = end < 0 ? uri.Length : head + end;
        var kept = new List<string>();
        foreach (var segment in uri[head..end].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..") kept.RemoveRange(Math.Max(0, kept.Count - 1), Math.Min(1, kept.Count));
            else if (segment != ".") kept.Add(segment);
        }

        var slash = head < end && uri[head] == '/' ? "/" : "";
        var last = kept.Count > 0 && uri[end - 1] == '/' ? "/" : "";
        return string.Concat(uri[..head], slash + string.Join('/', kept) + last, uri[end..]);
    }

    private static bool IsUnambiguous(ReadOnlySpan<char> uri, ReadOnlySpan<char> path) =>
        !uri.Contains('\\') && !path.Contains("//", StringComparison.Ordinal) && !HasDotSegment(path) && HasNeededEscapesAlone(uri);

    /// <summary>Where the path begins: behind the authority, or behind the scheme.</summary>
    private static int HeadOf(ReadOnlySpan<char> uri)
    {
        var scheme = uri.IndexOf(':') + 1;
        if (uri[..scheme].IndexOfAny('/', '?', '#') >= 0) return 0;
        if (!uri[scheme..].StartsWith("//", StringComparison.Ordinal)) return scheme;
        var authority = uri[(scheme + 2)..].IndexOfAny('/', '?', '#');
        return authority < 0 ? uri.Length : scheme + 2 + authority;
    }

    /// <summary>A part between any two delimiters counts, since servers split at more of them than the specification does.</summary>
    private static bool HasDotSegment(ReadOnlySpan<char> path)
    {
        foreach (var part in path.SplitAny(Delimiters))
        {
            if (path[part] is "." or "..") return true;
        }

        return false;
    }

    private static bool HasNeededEscapesAlone(ReadOnlySpan<char> uri)
    {
        for (var at = uri.IndexOf('%'); at >= 0;)
        {
            if (uri.Length - at < 3 || !char.IsAsciiHexDigit(uri[at + 1]) || !char.IsAsciiHexDigit(uri[at + 2])) return false;
            var code = (HexOf(uri[at + 1]) << 4) | HexOf(uri[at + 2]);
            if (code is < 0x20 or 0x7F || char.IsAsciiLetterOrDigit((char)code) || "-._~/\\%".Contains((char)code, StringComparison.Ordinal)) return false;
            var next = uri[(at + 3)..].IndexOf('%');
            at = next < 0 ? -1 : at + 3 + next;
        }

        return true;
    }

    private static int HexOf(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
