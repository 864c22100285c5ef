using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Whether the page that makes a request is one of this machine's own: an agent is no page and sends no Origin, and a page from elsewhere must not call tools (MCP, Streamable HTTP, security).
/// </summary>
internal static class McpOrigin
{
    private const int MaxPort = 65535;

    /// <summary>What is wrong with the header; null where nothing is.</summary>
    public static Refusal? Check(IHeaderDictionary headers)
    {
        var origins = headers.Origin;
        return origins.Count == 0 || (origins is [{ } origin] && IsLoopback(origin))
            ? null
            : new(RefusalReason.WrongOrigin, "The header 'Origin' must be left out, or name a page of this machine: http://localhost, http://127.0.0.1 or http://[::1].", "Origin");
    }

    private static bool IsLoopback(ReadOnlySpan<char> origin)
    {
        var scheme = origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : 0;
        if (scheme == 0) return false;

        var host = origin[scheme..];
        var colon = host.LastIndexOf(':');
        if (colon > 0 && host[colon - 1] != ':' && !host[(colon + 1)..].Contains(']'))
        {
            if (!IsPort(host[(colon + 1)..])) return false;
            host = host[..colon];
        }

        return host is "127.0.0.1" or "[::1]" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsPort(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 5 || text.ContainsAnyExceptInRange('0', '9')) return false;
        return int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) is > 0 and <= MaxPort;
    }
}
