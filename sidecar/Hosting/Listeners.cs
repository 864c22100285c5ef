using System.Net;
using AiGateway.Sidecar.Egress;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace AiGateway.Sidecar.Hosting;

/// <summary>The ports and Kestrel's bounds. Memory that a peer can take is bounded here before a line of ours runs.</summary>
internal static class Listeners
{
    /// <summary>Longer than the SDKs' own, so that they and not we close an idle connection.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(130);

    /// <summary>What a connection may hold of what was sent and not read, in bytes; Kestrel never gives these buffers back. No less than its headers may be.</summary>
    private const int Share = 4 * FrontDoor.MaxHeaderChars;

    /// <summary>Below all of what Kestrel reads: without this a connection that nobody reads, as a tunnel to a server that is slow, takes a MiB.</summary>
    public static void Configure(SocketTransportOptions sockets) => (sockets.UnsafePreferInlineScheduling, sockets.MaxReadBufferSize) = (true, Share);

    public static void Configure(KestrelServerOptions kestrel, SidecarOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowAlternateSchemes = true;
        Bound(kestrel.Limits);
        var peek = new ProtocolPeek(KeepAlive, kestrel.ApplicationServices.GetRequiredService<ConnectDoor>().InvokeAsync);
        kestrel.Listen(options.Api, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            Tag(listen, Listener.Api);
            listen.Use(next => connection => peek.InvokeAsync(connection, next));
        });
        Listen(kestrel, options.Health, Listener.Health);
        Listen(kestrel, options.Metrics, Listener.Metrics);
        if (options.TransparentPort is { } port) ListenTransparently(kestrel, new TransparentEndPoint(port));
    }

    /// <summary>What arrives here was judged already: see <see cref="TransparentDoor"/>.</summary>
    private static void ListenTransparently(KestrelServerOptions kestrel, TransparentEndPoint endpoint)
    {
        var handover = kestrel.ApplicationServices.GetRequiredService<Handover>();
        kestrel.Listen(endpoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            Tag(listen, Listener.Transparent);
            listen.Use(next => connection => handover.RunAsync(connection, connection.Features.Get<Arrival>() ?? throw new InvalidOperationException("Who accepts here tells what came."), next));
        });
    }

    /// <summary>0.0.0.0 means every address, IPv6 too where the pod has it.</summary>
    private static void Listen(KestrelServerOptions kestrel, IPEndPoint endpoint, Listener listener)
    {
        if (endpoint.Address.Equals(IPAddress.Any)) kestrel.ListenAnyIP(endpoint.Port, Configure);
        else kestrel.Listen(endpoint, Configure);

        void Configure(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http1;
            Tag(listen, listener);
        }
    }

    private static void Tag(ListenOptions listen, Listener listener)
    {
        var feature = new ListenerFeature(listener);
        listen.Use(next => connection =>
        {
            connection.Features.Set(feature);
            return next(connection);
        });
    }

    /// <summary>Headers: the front door refuses earlier, in words; these are the walls behind it. Bodies: the call path bounds them itself.</summary>
    private static void Bound(KestrelServerLimits limits)
    {
        limits.MaxRequestHeaderCount = 4 * FrontDoor.MaxHeaders;
        limits.MaxRequestHeadersTotalSize = 4 * FrontDoor.MaxHeaderChars;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestBodySize = null;
        limits.MaxRequestBufferSize = Share;
        limits.MaxConcurrentConnections = 2048;
        limits.MaxConcurrentUpgradedConnections = 256;
        limits.KeepAliveTimeout = KeepAlive;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(30));
        limits.Http2.MaxStreamsPerConnection = 256;
        (limits.Http2.InitialConnectionWindowSize, limits.Http2.InitialStreamWindowSize) = (Share, Share); // What a peer may send that nobody has read yet.
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
    }
}
