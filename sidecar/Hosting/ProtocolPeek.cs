using System.Buffers;
using System.IO.Pipelines;
using AiGateway.Sidecar.Egress;
using Microsoft.AspNetCore.Connections;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// HTTP/1.1, HTTP/2 with prior knowledge (RFC 9113, section 3.3) and CONNECT on one port without TLS, told apart by their first bytes before Kestrel reads any.
/// </summary>
internal sealed class ProtocolPeek(TimeSpan patience, Func<ConnectionContext, ConnectionDelegate, Task> connect)
{
    public async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        switch (await PeekAsync(connection))
        {
            case First.Gone:
                return;
            case First.Connect:
                await connect(connection, next);
                return;
            case First.Http2:
                NegotiatedProtocol.SetHttp2(connection);
                break;
        }

        await next(connection);
    }

    /// <summary>No more is examined than the decision needs, so that a later reader may do as it likes.</summary>
    private async Task<First> PeekAsync(ConnectionContext connection)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        bounded.CancelAfter(patience);
        var input = connection.Transport.Input;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await input.ReadAsync(bounded.Token);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException)
            {
                return First.Gone;
            }

            var (first, needed) = Tell(read.Buffer);
            input.AdvanceTo(read.Buffer.Start, read.Buffer.GetPosition(needed));
            if (first is { } told) return told;
            if (read.IsCompleted) return First.Gone;
        }
    }

    /// <summary>What it begins as, null where that is still open; and how many bytes it took to know.</summary>
    private static (First? First, int Needed) Tell(ReadOnlySequence<byte> begin)
    {
        Span<byte> bytes = stackalloc byte[ConnectHead.Method.Length];
        var known = (int)Math.Min(begin.Length, bytes.Length);
        begin.Slice(0, known).CopyTo(bytes);
        bytes = bytes[..known];
        var (preface, method) = (bytes.CommonPrefixLength(NegotiatedProtocol.Http2Preface), bytes.CommonPrefixLength(ConnectHead.Method));
        if (preface == NegotiatedProtocol.Http2Preface.Length) return (First.Http2, preface);
        if (method == ConnectHead.Method.Length) return (First.Connect, method);
        var matched = Math.Max(preface, method);
        return matched == known ? (null, known) : (First.Http1, matched + 1);
    }

    private enum First
    {
        Gone,
        Http1,
        Http2,
        Connect,
    }
}
