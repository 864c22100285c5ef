using System.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// A plain request as it goes on: its target and its Host as they came, without what was meant for the proxy or for this connection alone (RFC 9110, sections 7.6.1 and 11.7.2).
/// </summary>
internal sealed class PlainTransformer(string pathAndQuery) : HttpTransformer
{
    /// <summary>What the path holds is the server's to read: it is judged by nobody here, and changed by nobody.</summary>
    private static readonly UriCreationOptions s_asItCame = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly string[] s_ofTheProxy = ["Proxy-Authorization", "Proxy-Connection", "Keep-Alive"];

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = new Uri(destinationPrefix + pathAndQuery, s_asItCame);
        proxyRequest.Headers.Host = httpContext.Request.Host.Value;
        foreach (var name in s_ofTheProxy) Remove(proxyRequest, name);
        foreach (var line in httpContext.Request.Headers.Connection)
        {
            foreach (var name in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) RemoveNamed(proxyRequest, name);
        }
    }

    /// <summary>What has a meaning for every connection stays: its own header says so, and the next connection needs it.</summary>
    private static void RemoveNamed(HttpRequestMessage request, string name)
    {
        if (name.Equals("upgrade", StringComparison.OrdinalIgnoreCase) || name.Equals("te", StringComparison.OrdinalIgnoreCase)) return;
        if (name.Equals("host", StringComparison.OrdinalIgnoreCase) || name.StartsWith("content-", StringComparison.OrdinalIgnoreCase)) return;
        Remove(request, name);
    }

    private static void Remove(HttpRequestMessage request, string name)
    {
        if (request.Headers.NonValidated.Contains(name)) request.Headers.Remove(name);
        else if (request.Content?.Headers is HttpContentHeaders content && content.NonValidated.Contains(name)) content.Remove(name);
    }
}
