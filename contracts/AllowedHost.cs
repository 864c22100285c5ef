namespace AiGateway.Contracts;

/// <summary>
/// The hosts that a Secret's annotation <c>aigateway.dev/allowed-hosts</c> opens its key for: <c>host</c> and <c>host:port</c> allow
/// https alone, <c>http://host</c> and <c>http://host:port</c> allow plain text too. Without a port every port is allowed. No wildcards.
/// A loopback or link-local address is reached only where an entry names that very address.
/// </summary>
public static class AllowedHost
{
    private const string PlainText = "http://";

    /// <summary>Splits an annotation at commas and white space.</summary>
    public static string[] Split(string annotation) =>
        annotation.Split([',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether one of the entries opens the key for the URL.</summary>
    public static bool Allows(IEnumerable<string> entries, Uri url) => entries.Any(entry => Allows(entry, url));

    private static bool Allows(string entry, Uri url)
    {
        var plain = entry.StartsWith(PlainText, StringComparison.OrdinalIgnoreCase);
        if (!plain && url.Scheme != Uri.UriSchemeHttps) return false;

        var authority = plain ? entry[PlainText.Length..] : entry;
        return Uri.TryCreate($"https://{authority}/", UriKind.Absolute, out var allowed)
            && string.IsNullOrEmpty(allowed.UserInfo)
            && allowed.PathAndQuery == "/"
            && string.Equals(allowed.IdnHost, url.IdnHost, StringComparison.OrdinalIgnoreCase)
            && (!HasPort(authority) || allowed.Port == url.Port);
    }

    private static bool HasPort(string authority) => authority.LastIndexOf(':') > authority.LastIndexOf(']');
}
