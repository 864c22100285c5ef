using System.Net;
using System.Net.Sockets;

namespace AiGateway.Load;

/// <summary>Takes what a <see cref="TcpOrder"/> announces and sends what it asks for, on a thread a connection; until it is ended.</summary>
internal static class TcpServer
{
    public static int Run(string listen)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(IPEndPoint.Parse(listen));
        listener.Listen(512);
        while (true)
        {
            var socket = listener.Accept();
            new Thread(() => Serve(socket), maxStackSize: 256 * 1024).Start();
        }
    }

    private static void Serve(Socket socket)
    {
        using var client = new TcpPeer(socket, TcpOrder.Piece);
        try
        {
            while (client.Listen() is { } order)
            {
                client.SendZeros(order.Down);
                if (order.Closes) return;
            }
        }
        catch (Exception gone) when (gone is SocketException or EndOfStreamException)
        {
            // The client says what failed.
        }
    }
}
