using System.Net.Sockets;

namespace AiGateway.Sidecar.Egress;

/// <summary>What is done to sockets here in more than one place.</summary>
internal static class Sockets
{
    private const int IdleSeconds = 60;
    private const int ProbeSeconds = 10;
    private const int Probes = 6;

    /// <summary>Closes it with a reset in place of an end (RFC 9293, section 3.10.7.4), so that no client takes what it has for the whole. Safe from any thread and more than once.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It is closed, or there is nobody to be told.
        }

        socket.Dispose();
    }

    /// <summary>The kernel asks a silent peer whether it is still there, and fails the socket after two minutes without an answer. A socket that is closed already stays so.</summary>
    public static void TryKeepAlive(Socket socket)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The first read will say so.
        }
    }
}
