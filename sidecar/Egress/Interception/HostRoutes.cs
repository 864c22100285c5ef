using System.Globalization;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>
/// Points a request that was meant for an outside host at the gateway's own path for it. Each request must name the host that its connection was judged for: a name behind another would pass unjudged, and HTTP/2
/// reuses connections for whatever their certificate covers (RFC 9113, section 9.1.1). What a host has and the gateway does not speak is not there.
/// </summary>
internal static class HostRoutes
{
    /// <summary>Rewrites the request, or says why it goes nowhere; its path then still tells whose words the refusal is to be in.</summary>
    public static Refusal? Apply(HttpContext http, JudgedConnection judged, Snapshot? snapshot)
    {
        var feature = http.Features.GetRequiredFeature<IHttpRequestFeature>();
        var mapped = ServerOf(feature.RawTarget, judged, snapshot) ?? KnownHosts.Map(judged.Name, feature.Path, feature.RawTarget);
        var refusal = Check(http.Request.Headers.Host, judged);
        if (refusal is null && mapped is null) refusal = NothingThere(judged, snapshot);
        (feature.Path, feature.RawTarget) = refusal is null ? mapped!.Value : NowhereOf(judged);
        return refusal;
    }

    /// <summary>The path of the tool server whose URL this is, the query that belongs to the URL left out. Of several the first by name. A server of two URLs was told ours as its second.</summary>
    private static (string Path, string Raw)? ServerOf(string raw, JudgedConnection judged, Snapshot? snapshot)
    {
        if (snapshot is null) return null;
        var at = raw.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = at < 0 ? (raw, "") : (raw[..at], raw[at..]);
        string? found = null;
        foreach (var server in snapshot.Servers.Values)
        {
            var url = server.Provider.BaseUrl;
            if (!IsAt(url, judged) || (found is not null && string.CompareOrdinal(found, server.Name) < 0)) continue;
            if (IsSecondUrl(path, query, server.Name)) return (path, raw);
            if (path.AsSpan().TrimEnd('/').SequenceEqual(url.AbsolutePath.AsSpan().TrimEnd('/')) && (query.Length == 0 || query == url.Query)) found = server.Name;
        }

        return found is null ? null : (McpPaths.Prefix + found, McpPaths.Prefix + found);
    }

    private static bool IsAt(Uri url, JudgedConnection judged) =>
        url.Scheme == Uri.UriSchemeHttps && url.Port == judged.Port && url.IdnHost.AsSpan().TrimEnd('.').Equals(judged.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsSecondUrl(string path, string query, string server) =>
        query.StartsWith(McpPaths.EndpointQuery, StringComparison.Ordinal) && path.StartsWith(McpPaths.Prefix, StringComparison.Ordinal) && path.AsSpan(McpPaths.Prefix.Length).SequenceEqual(server);

    /// <summary>Kestrel has seen to it that there is one Host at most, and that HTTP/2's authority stands in its place.</summary>
    private static Refusal? Check(Microsoft.Extensions.Primitives.StringValues hosts, JudgedConnection judged) => hosts is [{ } host] && Names(host, judged)
        ? null
        : new(RefusalReason.WrongHost, $"This connection is for '{judged.Name}' alone: open another one for another host.");

    private static bool Names(ReadOnlySpan<char> host, JudgedConnection judged)
    {
        if (host.LastIndexOf(':') is >= 0 and var colon)
        {
            if (!int.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port != judged.Port) return false;
            host = host[..colon];
        }

        if (host.EndsWith('.')) host = host[..^1];
        return host.Equals(judged.Name, StringComparison.OrdinalIgnoreCase);
    }

    private static Refusal NothingThere(JudgedConnection judged, Snapshot? snapshot) => snapshot is null && KnownHosts.Find(judged.Name) is null
        ? new(RefusalReason.NotReady, "No rules have arrived yet.")
        : new(RefusalReason.NoSuchPath, $"The gateway, which serves '{judged.Name}' in this pod, has nothing at this path.");

    private static (string Path, string Raw) NowhereOf(JudgedConnection judged)
    {
        var prefix = KnownHosts.Find(judged.Name)?.Prefix ?? McpConfig.Path;
        return (prefix, prefix);
    }
}
