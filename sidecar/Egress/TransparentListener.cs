using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Accepts what the kernel sends here. Most of it is judged and tunnelled without Kestrel; what is HTTP, or TLS that ends here, Kestrel gets as a connection of its own kind.
/// </summary>
internal sealed partial class TransparentListener : IConnectionListener
{
    private const int Backlog = 512;

    /// <summary>Kestrel takes them as they come; more than these waiting means that it does not.</summary>
    private const int MostWaiting = 256;

    /// <summary>Without descriptors no connection can be accepted, and asking again at once would only burn time.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Channel<ConnectionContext> _handed = Channel.CreateBounded<ConnectionContext>(MostWaiting);
    private readonly Func<Socket, Task<ConnectionContext?>> _serve;
    private readonly Socket[] _sockets;
    private readonly Task _accepting;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private volatile bool _isUnbound;

    private TransparentListener(Socket[] sockets, Func<Socket, Task<ConnectionContext?>> serve, TimeProvider clock, ILogger logger)
    {
        (_sockets, _serve, _clock, _logger) = (sockets, serve, clock, logger);
        EndPoint = new TransparentEndPoint(((IPEndPoint)sockets[0].LocalEndPoint!).Port);
        _accepting = Task.WhenAll(sockets.Select(AcceptAllAsync));
    }

    public EndPoint EndPoint { get; }

    /// <summary>Listens on loopback of both families, on IPv4's alone where there is no IPv6.</summary>
    /// <param name="endpoint">The port; 0 for one that is free.</param>
    /// <param name="serve">Serves a connection, or gives it back for Kestrel to serve.</param>
    /// <param name="clock">For pauses.</param>
    /// <param name="logger">For faults.</param>
    public static TransparentListener Bind(TransparentEndPoint endpoint, Func<Socket, Task<ConnectionContext?>> serve, TimeProvider clock, ILogger logger)
    {
        var ipv4 = Listen(new IPEndPoint(IPAddress.Loopback, endpoint.Port));
        try
        {
            var ipv6 = TryListenIpv6(((IPEndPoint)ipv4.LocalEndPoint!).Port);
            return new(ipv6 is null ? [ipv4] : [ipv4, ipv6], serve, clock, logger);
        }
        catch
        {
            ipv4.Dispose();
            throw;
        }
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _handed.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_handed.Reader.TryRead(out var connection)) return connection;
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _isUnbound = true;
        foreach (var socket in _sockets) socket.Dispose();
        await _accepting.WaitAsync(cancellationToken);
        _handed.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_handed.Reader.TryRead(out var connection)) await connection.DisposeAsync();
    }

    private async Task AcceptAllAsync(Socket listener)
    {
        while (!_isUnbound)
        {
            try
            {
                var agent = await listener.AcceptAsync();
                agent.NoDelay = true;
                _ = ServeAsync(agent);
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException && _isUnbound)
            {
                return;
            }
            catch (SocketException failed)
            {
                Log.NotAccepted(_logger, failed.SocketErrorCode);
                await Task.Delay(Pause, _clock);
            }
        }
    }

    private async Task ServeAsync(Socket agent)
    {
        try
        {
            if (await _serve(agent) is not { } connection || _handed.Writer.TryWrite(connection)) return;
            connection.Abort(new("Kestrel takes no more connections."));
            await connection.DisposeAsync();
        }
        catch (Exception fault)
        {
            Log.Faulted(_logger, fault);
            Sockets.Reset(agent);
        }
    }

    private static Socket Listen(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException failed) when (failed.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            throw new AddressInUseException(failed.Message, failed);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket? TryListenIpv6(int port)
    {
        if (!Socket.OSSupportsIPv6) return null;
        try
        {
            return Listen(new IPEndPoint(IPAddress.IPv6Loopback, port));
        }
        catch (SocketException none) when (none.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            return null; // A pod without IPv6 has no such loopback.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(401, LogLevel.Error, "No connection could be accepted at the transparent port: {Error}")]
        public static partial void NotAccepted(ILogger logger, SocketError error);

        [LoggerMessage(402, LogLevel.Error, "A connection at the transparent port failed by a fault of the gateway")]
        public static partial void Faulted(ILogger logger, Exception fault);
    }
}
