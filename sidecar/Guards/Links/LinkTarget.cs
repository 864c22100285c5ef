namespace AiGateway.Sidecar.Guards.Links;

/// <summary>What a link leads to, read as browsers do (WHATWG URL) where they are laxer than RFC 3986, and refused where they and other readers differ.</summary>
internal static class LinkTarget
{
    /// <summary>Schemes that lead to no host.</summary>
    private static readonly string[] s_local = ["data", "tel", "cid", "sms"];

    /// <summary>Whether the target of a markup's link leads where it may not. A path, a query or a fragment leads nowhere else.</summary>
    public static bool LeadsOut(ReadOnlySpan<char> target, HostList hosts)
    {
        target = target.Trim();
        if (target.IsEmpty) return false;
        if (target.Length > 1 && IsSlash(target[0]) && IsSlash(target[1])) return !hosts.Allows(Authority(target));
        var end = target.IndexOfAny("/?#\\");
        var head = end < 0 ? target : target[..end];
        var colon = head.IndexOf(':');

        // An entity, an escape or a character that browsers leave out may hide a scheme.
        if (IsHidden(colon < 0 ? head : head[..colon]) || (end >= 0 && target[end] == '\\')) return true;
        return colon >= 0 && LeadsOut(head[..colon], target[(colon + 1)..], hosts);
    }

    /// <summary>Whether the text of a URL, from its scheme on, leads where it may not.</summary>
    public static bool IsUrlOut(ReadOnlySpan<char> url, HostList hosts)
    {
        var colon = url.IndexOf(':');
        return colon < 0 ? !hosts.Allows(Authority(url)) : LeadsOut(url[..colon], url[(colon + 1)..], hosts);
    }

    private static bool LeadsOut(ReadOnlySpan<char> scheme, ReadOnlySpan<char> rest, HostList hosts)
    {
        foreach (var local in s_local)
        {
            if (scheme.Equals(local, StringComparison.OrdinalIgnoreCase)) return false;
        }

        if (!scheme.Equals("mailto", StringComparison.OrdinalIgnoreCase)) return !IsWeb(scheme) || !hosts.Allows(Authority(rest));
        var query = rest.IndexOf('?');
        var address = query < 0 ? rest : rest[..query];
        return query >= 0 || !hosts.Allows(address[(address.LastIndexOf('@') + 1)..]);
    }

    private static bool IsWeb(ReadOnlySpan<char> scheme) => scheme.Length is >= 2 and <= 5 && (scheme.Equals("https", StringComparison.OrdinalIgnoreCase)
        || scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("ftp", StringComparison.OrdinalIgnoreCase)
        || scheme.Equals("wss", StringComparison.OrdinalIgnoreCase) || scheme.Equals("ws", StringComparison.OrdinalIgnoreCase));

    /// <summary>What stands behind any number of slashes, up to the path; a backslash belongs to it, so that no host with one is allowed.</summary>
    private static ReadOnlySpan<char> Authority(ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty && IsSlash(rest[0])) rest = rest[1..];
        var end = rest.IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }

    private static bool IsHidden(ReadOnlySpan<char> head)
    {
        foreach (var one in head)
        {
            if (one is '&' or '\t' or '\r' or '\n') return true;
        }

        return false;
    }

    private static bool IsSlash(char one) => one is '/' or '\\';
}
