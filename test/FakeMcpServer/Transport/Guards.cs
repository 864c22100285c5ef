using System.Collections.Immutable;
using AiGateway.Fakes.Mcp.Scripts;

namespace AiGateway.Fakes.Mcp.Transport;

/// <summary>What is refused before the body is read: hosts and origins of others (DNS rebinding), and callers without the header that is asked for.</summary>
internal static class Guards
{
    /// <summary>The status of the refusal; null lets pass.</summary>
    public static int? Refuse(HttpContext http, ImmutableArray<string> hosts, ServerScript script)
    {
        if (!IsKnown(http.Request.Host.Host, hosts)) return StatusCodes.Status403Forbidden;
        foreach (var origin in http.Request.Headers.Origin)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || !IsKnown(uri.Host, hosts)) return StatusCodes.Status403Forbidden;
        }
        if (script.RequiredHeader is not { } header || http.Request.Headers[header.Key] == header.Value) return null;

        http.Response.Headers.WWWAuthenticate =
            $"Bearer realm=\"mcp\", resource_metadata=\"{http.Request.Scheme}://{http.Request.Host}/.well-known/oauth-protected-resource/mcp\", scope=\"tools\"";
        return StatusCodes.Status401Unauthorized;
    }

    private static bool IsKnown(string host, ImmutableArray<string> hosts) =>
        hosts.Contains("*") || hosts.Contains(host.Trim('[', ']'), StringComparer.OrdinalIgnoreCase);
}
