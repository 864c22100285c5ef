using System.Net;
using System.Net.Security;
using AiGateway.Operator.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AiGateway.Operator.Reconcile;

/// <summary>The server's listeners and limits. A peer that is gone without a word is noticed by HTTP/2 pings within ten seconds.</summary>
internal static class Listeners
{
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // A fleet's handshakes, all at once on few processors.
    private const long MaxBody = 4 * 1024 * 1024;

    public static void Configure(KestrelServerOptions kestrel, OperatorOptions options, CertificateHolder certificates)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBody;
        kestrel.Limits.MinRequestBodyDataRate = null; // A stream is silent for hours; dead peers are found by pings.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.KeepAlivePingDelay = Ping;
        kestrel.Limits.Http2.KeepAlivePingTimeout = Ping;
        kestrel.Limits.Http2.HeaderTableSize = 0; // One request a connection: nothing to remember, and memory a stream is counted.
        Listen(kestrel, options, options.StreamPort, listen => Secure(listen, Door.Stream, HttpProtocols.Http2, certificates));
        Listen(kestrel, options, options.WebhookPort, listen => Secure(listen, Door.Webhook, HttpProtocols.Http1AndHttp2, certificates));
        Listen(kestrel, options, options.HealthPort, listen => Door.Mark(listen, Door.Health));
    }

    private static void Listen(KestrelServerOptions kestrel, OperatorOptions options, int port, Action<ListenOptions> configure)
    {
        if (options.InCluster) kestrel.ListenAnyIP(port, configure);
        else kestrel.Listen(IPAddress.Loopback, port, configure);
    }

    private static void Secure(ListenOptions listen, string door, HttpProtocols protocols, CertificateHolder certificates)
    {
        SslApplicationProtocol[] names = protocols == HttpProtocols.Http2
            ? [SslApplicationProtocol.Http2]
            : [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
        listen.Protocols = protocols;
        Door.Mark(listen, door);
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = Patience,
            OnConnection = _ => ValueTask.FromResult(certificates.Handshake(names)),
        });
    }
}
