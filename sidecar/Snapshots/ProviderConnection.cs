using System.Net;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// Sends to one endpoint. It is closed by the collector, when the last snapshot that names it and the last call that uses it are gone:
/// neither has to count the other. Until then idle connections close by themselves. Where the endpoint has a server name, that is also the
/// request's Host: the handler takes SNI and the name to check from it, and servers refuse the two to differ (RFC 9110, section 15.5.20).
/// </summary>
internal sealed class ProviderConnection(SocketsHttpHandler handler, string? host) : HttpMessageInvoker(handler, disposeHandler: false)
{
    private readonly SocketsHttpHandler _handler = handler;

    ~ProviderConnection() => _handler.Dispose();

    /// <summary>HTTP/2 where the provider's TLS offers it, HTTP/1.1 else: ALPN decides, whatever the request was made with.</summary>
    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (host is not null) request.Headers.Host = host;
        if (!request.Headers.NonValidated.Contains("Upgrade")) // A WebSocket opens over HTTP/1.1.
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
