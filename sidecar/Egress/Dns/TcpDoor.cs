using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>Queries over TCP at one address (RFC 7766): some connections, on each one query after the other, and none that is silent for long.</summary>
internal sealed class TcpDoor(Socket listener, DnsGate gate, DnsForwarder forwarder, DnsOptions options, TimeProvider time)
{
    private const int LengthBytes = 2;

    private int _open;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = await listener.AcceptAsync(cancellationToken);
            if (Interlocked.Increment(ref _open) <= options.MaxConnections) _ = ServeAsync(connection, cancellationToken); // It ends in time by itself, and throws nothing.
            else Close(connection);
        }
    }

    private async Task ServeAsync(Socket connection, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(DnsQueryReader.MaxBytes);
        try
        {
            connection.NoDelay = true;
            var goesOn = true;
            for (var served = 0; goesOn && served < options.MaxQueries; served++) goesOn = await ServeOneAsync(connection, buffer, cancellationToken);
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client left or said nothing, or the sidecar stops.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Close(connection);
        }
    }

    /// <summary>False where the client ended, sent what no query is long, or takes no answer.</summary>
    private async Task<bool> ServeOneAsync(Socket connection, byte[] buffer, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Idle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        if (!await DnsFrames.TryFillAsync(connection, buffer.AsMemory(0, LengthBytes), either.Token)) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(buffer);
        if (length is < DnsQueryReader.HeaderBytes or > DnsQueryReader.MaxBytes) return false;
        if (!await DnsFrames.TryFillAsync(connection, buffer.AsMemory(0, length), either.Token)) return false;

        var reply = new byte[DnsWriter.MaxBytes];
        var said = gate.Judge(buffer.AsSpan(0, length), reply, out var query);
        if (query is null) return said > 0 && await SendAsync(connection, reply.AsMemory(0, said), either.Token);
        if (!forwarder.TryEnter()) return await SendAsync(connection, reply.AsMemory(0, gate.End(query, DnsReason.TooMany, reply)), either.Token);
        using var answer = await AskAsync(query, either.Token);
        said = gate.End(query, answer is null ? DnsReason.NoAnswer : DnsReason.Answered, reply);
        return await SendAsync(connection, answer?.Bytes ?? reply.AsMemory(0, said), either.Token);
    }

    private async Task<DnsAnswer?> AskAsync(DnsQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await forwarder.AskAsync(query, overTcp: true, cancellationToken);
        }
        finally
        {
            forwarder.Leave();
        }
    }

    private static async Task<bool> SendAsync(Socket connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var length = new byte[LengthBytes];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)message.Length);
        await DnsFrames.SendAsync(connection, length, cancellationToken);
        await DnsFrames.SendAsync(connection, message, cancellationToken);
        return true;
    }

    private void Close(Socket connection)
    {
        Interlocked.Decrement(ref _open);
        connection.Dispose();
    }
}
