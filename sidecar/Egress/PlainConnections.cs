using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// The connections that plain requests go out on, dialled with the same guard as tunnels. New rules mean new connections: one that was dialled before might lead where they would not. The old
/// are closed by the collector, when the last request on them has ended.
/// </summary>
internal sealed class PlainConnections : IDisposable
{
    /// <summary>So that a changed DNS answer is followed.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly EgressDialer _dialer;
    private readonly SnapshotHolder _snapshots;
    private readonly ConcurrentDictionary<DialledStream, IPEndPoint> _open = [];
    private HttpMessageInvoker _current;

    public PlainConnections(EgressDialer dialer, SnapshotHolder snapshots)
    {
        (_dialer, _snapshots) = (dialer, snapshots);
        _current = Create();
        _snapshots.Swapped += Renew;
    }

    /// <summary>Those of the rules in force.</summary>
    public HttpMessageInvoker Current => Volatile.Read(ref _current);

    public void Dispose() => _snapshots.Swapped -= Renew;

    private void Renew(Snapshot? next)
    {
        Interlocked.Exchange(ref _current, Create());
        foreach (var (stream, address) in _open) CutRefused(stream, address, next);
    }

    /// <summary>What leads to an address that was denied since ends with all that is on it: of the requests themselves nobody knows which connection they took.</summary>
    private static void CutRefused(DialledStream stream, IPEndPoint address, Snapshot? snapshot)
    {
        if (snapshot?.Egress.Refuse(address) is not null) Sockets.Reset(stream.Socket);
    }

    private Collected Create() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        PooledConnectionLifetime = Lifetime,
        ConnectCallback = async (context, cancellationToken) => await OpenAsync(context.DnsEndPoint, cancellationToken),
    });

    private async ValueTask<Stream> OpenAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var (socket, address) = await DialAsync(target, cancellationToken);
        var stream = new DialledStream(socket, _open);
        _open[stream] = address;
        CutRefused(stream, address, _snapshots.Current); // Rules that came while it was dialled did not find it.
        return stream;
    }

    private ValueTask<(Socket Socket, IPEndPoint Address)> DialAsync(DnsEndPoint target, CancellationToken cancellationToken) =>
        _snapshots.Current is { } snapshot
            ? _dialer.DialAsync(target, snapshot.Egress, cancellationToken)
            : throw new EgressRefusedException(EgressVerdict.Deny(EgressReason.NotReady));

    private sealed class Collected(SocketsHttpHandler handler) : HttpMessageInvoker(handler, disposeHandler: false)
    {
        private readonly SocketsHttpHandler _handler = handler;

        ~Collected() => _handler.Dispose();
    }

    private sealed class DialledStream(Socket socket, ConcurrentDictionary<DialledStream, IPEndPoint> open) : NetworkStream(socket, ownsSocket: true)
    {
        public new Socket Socket => base.Socket;

        protected override void Dispose(bool disposing)
        {
            open.TryRemove(this, out _);
            base.Dispose(disposing);
        }
    }
}
