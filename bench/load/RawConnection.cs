using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AiGateway.Load;

/// <summary>
/// One HTTP/1.1 connection on a blocking socket: the least a client can add to what it measures. Reads answers with a length and
/// chunked ones; nothing else.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[1 << 20];
    private int _filled;

    public RawConnection(IPEndPoint target)
    {
        _socket = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
        _socket.Connect(target);
    }

    /// <summary>What arrived of the current answer.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(0, _filled);

    public void Send(byte[] request)
    {
        _filled = 0;
        for (var sent = 0; sent < request.Length;) sent += _socket.Send(request.AsSpan(sent));
    }

    /// <summary>Reads once more; false at the end of the connection.</summary>
    public bool Read()
    {
        var count = _socket.Receive(_buffer.AsSpan(_filled));
        _filled += count;
        return count > 0;
    }

    /// <summary>Reads the answer to its end; its status, or 0 where the connection ended before.</summary>
    public int ReadAnswer()
    {
        while (!IsComplete)
        {
            if (!Read()) return 0;
        }
        return Status;
    }

    public int Status => _filled < 12 ? 0 : int.Parse(Encoding.ASCII.GetString(_buffer, 9, 3), null);

    public bool IsComplete
    {
        get
        {
            var end = Received.IndexOf("\r\n\r\n"u8);
            if (end < 0) return false;

            var head = Encoding.ASCII.GetString(_buffer, 0, end);
            return Length(head) is { } length ? _filled >= end + 4 + length : Received.EndsWith("0\r\n\r\n"u8) && _filled > end + 4;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int? Length(string head)
    {
        const string Name = "\r\ncontent-length:";
        var start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;

        var value = head.AsSpan(start + Name.Length);
        var end = value.IndexOf('\r');
        return int.Parse(end < 0 ? value : value[..end], null);
    }
}
