using System.Net;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>Queries over UDP at one address: one loop reads them, and those that wait for a server wait beside it, bounded by the forwarder.</summary>
internal sealed class UdpDoor(Socket socket, DnsGate gate, DnsForwarder forwarder)
{
    /// <summary>So many at a stretch; then other sockets of the same thread get their turn.</summary>
    private const int MostAtOnce = 32;

    private const int LeastRoom = 512;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var message = new byte[DnsQueryReader.MaxBytes + 1];
        var reply = new byte[DnsWriter.MaxBytes];
        var from = new SocketAddress(socket.AddressFamily);
        for (var served = 1; ; served++)
        {
            if (served % MostAtOnce == 0) await Task.Yield();
            var length = await socket.ReceiveFromAsync(message, SocketFlags.None, from, cancellationToken);
            var said = gate.Judge(message.AsSpan(0, length), reply, out var query);
            if (query is not null)
            {
                if (forwarder.TryEnter())
                {
                    _ = ForwardAsync(query, Copy(from), cancellationToken); // It ends in time by itself, and throws nothing.
                    continue;
                }

                said = gate.End(query, DnsReason.TooMany, reply);
            }

            if (said > 0) await SendAsync(reply.AsMemory(0, said), from, cancellationToken);
        }
    }

    private async Task ForwardAsync(DnsQuery query, SocketAddress to, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await forwarder.AskAsync(query, overTcp: false, cancellationToken);
            if (answer is null || answer.Bytes.Length > Math.Max((int)(query.Room ?? 0), LeastRoom)) await SayAsync(query, answer is not null, to, cancellationToken);
            else
            {
                gate.End(query, DnsReason.Answered, default);
                await SendAsync(answer.Bytes, to, cancellationToken);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // The sidecar stops.
        }
        finally
        {
            forwarder.Leave();
        }
    }

    /// <summary>Where no server answered, or one answered more than the client has room for.</summary>
    private async Task SayAsync(DnsQuery query, bool isTooLong, SocketAddress to, CancellationToken cancellationToken)
    {
        var reply = new byte[DnsWriter.MaxBytes];
        var length = gate.End(query, isTooLong ? DnsReason.Answered : DnsReason.NoAnswer, reply);
        if (isTooLong) length = DnsWriter.WriteTruncated(reply, query);
        await SendAsync(reply.AsMemory(0, length), to, cancellationToken);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message, SocketAddress to, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendToAsync(message, SocketFlags.None, to, cancellationToken);
        }
        catch (SocketException)
        {
            // The client is gone, or its buffer is full: it asks again, as after any loss.
        }
    }

    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer.Span[..address.Size].CopyTo(copy.Buffer.Span);
        return copy;
    }
}
