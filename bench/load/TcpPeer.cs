using System.Net;
using System.Net.Sockets;

namespace AiGateway.Load;

/// <summary>One TCP connection on a blocking socket, either end of it: the least that an end can add to what is measured.</summary>
internal sealed class TcpPeer : IDisposable
{
    private static readonly byte[] Zeros = new byte[TcpOrder.Piece];

    private readonly Socket _socket;
    private readonly byte[] _buffer;

    public TcpPeer(IPEndPoint target, int buffer)
        : this(new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp), buffer)
    {
        _socket.ReceiveTimeout = _socket.SendTimeout = 30_000;
        _socket.Connect(target);
    }

    public TcpPeer(Socket socket, int buffer)
    {
        (_socket, _buffer) = (socket, new byte[buffer]);
        _socket.NoDelay = true;
    }

    /// <summary>Sends a head, and with it what it announces.</summary>
    public void Ask(TcpOrder order)
    {
        order.Write(_buffer);
        var first = (int)Math.Min(order.Up, _buffer.Length - TcpOrder.Length);
        Send(_buffer.AsSpan(0, TcpOrder.Length + first));
        SendZeros(order.Up - first);
    }

    /// <summary>Reads a head and what it announces; null where the client has ended.</summary>
    public TcpOrder? Listen()
    {
        var count = 0;
        while (count < TcpOrder.Length)
        {
            var read = _socket.Receive(_buffer.AsSpan(count));
            if (read == 0) return null;
            count += read;
        }

        var order = TcpOrder.Read(_buffer);
        Skip(order.Up - (count - TcpOrder.Length));
        return order;
    }

    public void SendZeros(long count)
    {
        for (; count > 0; count -= Zeros.Length) Send(Zeros.AsSpan(0, (int)Math.Min(count, Zeros.Length)));
    }

    /// <summary>Reads that many bytes.</summary>
    /// <exception cref="EndOfStreamException">They did not come.</exception>
    public void Skip(long count)
    {
        while (count > 0)
        {
            var read = _socket.Receive(_buffer);
            if (read == 0) throw new EndOfStreamException();
            count -= read;
        }
    }

    /// <summary>Waits for the other end to close.</summary>
    public void AwaitEnd()
    {
        if (_socket.Receive(_buffer) != 0) throw new InvalidDataException("more than was asked for");
    }

    public void Dispose() => _socket.Dispose();

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes)..];
    }
}
