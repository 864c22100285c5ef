using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>
/// One exchange with one server, from a port and with an id of its own that the agent neither chose nor sees: it cannot answer in the server's place. The kernel drops what comes from
/// elsewhere, since the socket is connected; what does not match is passed over.
/// </summary>
internal static class DnsUpstream
{
    /// <summary>So many answers that are none mean that there will be none.</summary>
    private const int MostWrong = 16;

    /// <summary>Null where what came is no answer.</summary>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It did not answer in time.</exception>
    public static async Task<DnsAnswer?> AskUdpAsync(IPEndPoint server, DnsQuery query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken);
        var id = NewId();
        var buffer = ArrayPool<byte>.Shared.Rent(DnsAnswer.MaxUdpBytes + 1);
        try
        {
            await socket.SendAsync(buffer.AsMemory(0, DnsWriter.WriteQuery(buffer, query, id)), cancellationToken);
            for (var wrong = 0; wrong < MostWrong; wrong++)
            {
                var length = await socket.ReceiveAsync(buffer, cancellationToken);
                if (length <= DnsAnswer.MaxUdpBytes && DnsAnswer.IsTo(buffer.AsSpan(0, length), query, id)) return Take(ref buffer, length, query);
            }

            return null;
        }
        finally
        {
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc cref="AskUdpAsync"/>
    public static async Task<DnsAnswer?> AskTcpAsync(IPEndPoint server, DnsQuery query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellationToken);
        var id = NewId();
        var buffer = ArrayPool<byte>.Shared.Rent(2 + DnsWriter.MaxBytes);
        try
        {
            var length = DnsWriter.WriteQuery(buffer.AsSpan(2), query, id);
            BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)length);
            await DnsFrames.SendAsync(socket, buffer.AsMemory(0, 2 + length), cancellationToken);
            if (!await DnsFrames.TryFillAsync(socket, buffer.AsMemory(0, 2), cancellationToken)) return null;
            length = BinaryPrimitives.ReadUInt16BigEndian(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
            var isWhole = await DnsFrames.TryFillAsync(socket, buffer.AsMemory(0, length), cancellationToken);
            return isWhole && DnsAnswer.IsTo(buffer.AsSpan(0, length), query, id) ? Take(ref buffer, length, query) : null;
        }
        finally
        {
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The buffer is the answer's from now on.</summary>
    private static DnsAnswer Take(ref byte[]? buffer, int length, DnsQuery query)
    {
        DnsAnswer.Restore(buffer.AsSpan(0, length), query);
        var answer = new DnsAnswer(buffer!, length);
        buffer = null;
        return answer;
    }

    private static ushort NewId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
}
