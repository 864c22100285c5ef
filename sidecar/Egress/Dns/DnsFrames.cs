using System.Net.Sockets;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>Whole pieces of a TCP connection.</summary>
internal static class DnsFrames
{
    /// <summary>Fills all of it; false where the other side ended before.</summary>
    public static async ValueTask<bool> TryFillAsync(Socket socket, Memory<byte> piece, CancellationToken cancellationToken)
    {
        while (!piece.IsEmpty)
        {
            var read = await socket.ReceiveAsync(piece, cancellationToken);
            if (read == 0) return false;
            piece = piece[read..];
        }

        return true;
    }

    /// <summary>Sends all of it.</summary>
    public static async ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        while (!piece.IsEmpty) piece = piece[await socket.SendAsync(piece, cancellationToken)..];
    }
}
