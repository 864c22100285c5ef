using System.Buffers;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>The endpoints of tool servers, <c>/mcp/{server}</c>: one name, spelled plainly, so that no two readers can take two servers from it.</summary>
internal static class McpPaths
{
    public const string Prefix = "/mcp/";

    /// <summary>What a POST of the HTTP+SSE transport carries the gateway's name of its stream in.</summary>
    public const string EndpointQuery = "?endpoint=";

    /// <summary>The longest such name.</summary>
    public const int MaxToken = 256;

    /// <summary>The longest name of a Kubernetes resource (RFC 1123, subdomain).</summary>
    private const int MaxName = 253;

    private const string Served = "GET, POST, DELETE";

    private static readonly SearchValues<char> s_name = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");
    private static readonly SearchValues<char> s_token = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>What the path asks for; null where nothing is served.</summary>
    public static CallPlace? Of(in CallTarget target)
    {
        var name = target.Path[Prefix.Length..];
        if (!IsName(name)) return null;

        var place = new CallPlace(Dialect.Mcp, Operation.Mcp, WireFormat.Mcp) { Methods = Served, Server = name };
        if (target.Raw == target.Path) return place;
        if (!target.Raw.StartsWith(target.Path, StringComparison.Ordinal)) return null;
        var query = target.Raw.AsSpan(target.Path.Length);
        return query.StartsWith(EndpointQuery) && IsToken(query[EndpointQuery.Length..])
            ? place with { Methods = HttpMethods.Post, Token = query[EndpointQuery.Length..].ToString() }
            : place with { Fault = new(RefusalReason.NoSuchPath, "A tool server's endpoint is served without a query: leave out what stands behind the question mark.") };
    }

    /// <summary>Whether it can be a resource's name.</summary>
    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxName || name.ContainsAnyExcept(s_name)) return false;
        foreach (var range in name.Split('.'))
        {
            var label = name[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-') return false;
        }

        return true;
    }

    private static bool IsToken(ReadOnlySpan<char> token) => token.Length is > 0 and <= MaxToken && !token.ContainsAnyExcept(s_token);
}
