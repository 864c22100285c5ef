using System.Collections.Immutable;
using System.Net;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>How providers are reached from this pod.</summary>
internal sealed record ProviderConnectionsOptions
{
    /// <summary>The corporate proxy for https providers; null for none.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Hosts reached without the proxy: a name, <c>.suffix</c>, an address, or <c>*</c>.</summary>
    public ImmutableArray<string> NoProxy { get; init; } = [];

    /// <summary>Whether requests to the origin go through <see cref="Proxy"/>.</summary>
    public bool UsesProxy(Uri origin) =>
        Proxy is not null && origin.Scheme == Uri.UriSchemeHttps && !NoProxy.Any(entry => Covers(entry, origin.IdnHost));

    /// <summary>The proxy, with the name and password that its URL may hold.</summary>
    public IWebProxy ToWebProxy()
    {
        var user = Proxy?.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        return new WebProxy(Proxy) { Credentials = user is [var name, var password] ? new NetworkCredential(name, password) : null };
    }

    private static bool Covers(string entry, string host)
    {
        if (entry == "*") return true;
        var name = entry.TrimStart('*').TrimStart('.');
        return string.Equals(host, name, StringComparison.OrdinalIgnoreCase) || host.EndsWith('.' + name, StringComparison.OrdinalIgnoreCase);
    }
}
