using System.Net;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>
/// The pod's name servers, as the agent sees them: UDP and TCP on loopback, where the kernel sends what the agent asks of the servers in resolv.conf. Queries go on to those servers and to
/// none else. It listens before it is said to have started.
/// </summary>
internal sealed partial class DnsPort(DnsOptions options, DnsGate gate, DnsForwarder forwarder, TimeProvider time, ILogger<DnsPort> logger) : BackgroundService
{
    private const int Backlog = 128;

    /// <summary>After a fault of the kernel's (no memory, no descriptors) that a moment may mend.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly List<Socket> _sockets = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Bind(IPAddress.Loopback);
        if (HasIPv6()) Bind(IPAddress.IPv6Loopback);
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_sockets.Select(socket => KeepAsync(socket, stoppingToken)));

    public override void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
        base.Dispose();
    }

    private async Task KeepAsync(Socket socket, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await (socket.SocketType == SocketType.Dgram
                    ? new UdpDoor(socket, gate, forwarder).RunAsync(stoppingToken)
                    : new TcpDoor(socket, gate, forwarder, options, time).RunAsync(stoppingToken));
            }
            catch (SocketException failure)
            {
                Log.Failed(logger, failure);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return; // The sidecar stops.
            }
        }
    }

    private void Bind(IPAddress address)
    {
        var endpoint = new IPEndPoint(address, options.Port);
        var udp = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _sockets.Add(udp);
        udp.Bind(endpoint);
        var tcp = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(tcp);
        tcp.Bind(endpoint);
        tcp.Listen(Backlog);
    }

    /// <summary>A kernel may know IPv6 and a pod have no address of it, not even its own.</summary>
    private static bool HasIPv6()
    {
        if (!Socket.OSSupportsIPv6) return false;
        try
        {
            using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException none) when (none.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(421, LogLevel.Warning, "Names cannot be asked for; it is tried again")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
