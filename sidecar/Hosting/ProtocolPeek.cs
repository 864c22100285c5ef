using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// HTTP/1.1 and HTTP/2 with prior knowledge (RFC 9113, section 3.3) on one port without TLS. Kestrel picks the protocol by what TLS negotiated; where
/// the first bytes are HTTP/2's preface, the connection says so in TLS's place. No request method begins with these three letters.
/// </summary>
internal sealed class ProtocolPeek(TimeSpan patience)
{
    private static ReadOnlySpan<byte> Preface => "PRI"u8;

    public async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (await IsHttp2Async(connection) is not { } isHttp2) return;
        if (isHttp2)
        {
            connection.Features.Set<ITlsConnectionFeature>(new NoTls());
            connection.Features.Set<ITlsApplicationProtocolFeature>(new Http2Negotiated());
        }

        await next(connection);
    }

    /// <summary>Null where the peer said nothing, or left. No more is examined than the decision needs, so that a later reader may do as it likes.</summary>
    private async Task<bool?> IsHttp2Async(ConnectionContext connection)
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
                return null;
            }

            var known = Math.Min(read.Buffer.Length, Preface.Length);
            var matches = Matches(read.Buffer.Slice(0, known));
            input.AdvanceTo(read.Buffer.Start, read.Buffer.GetPosition(known));
            if (!matches || known == Preface.Length) return matches;
            if (read.IsCompleted) return null;
        }
    }

    private static bool Matches(ReadOnlySequence<byte> begin)
    {
        Span<byte> bytes = stackalloc byte[3];
        begin.CopyTo(bytes);
        return Preface.StartsWith(bytes[..(int)begin.Length]);
    }

    private sealed class NoTls : ITlsConnectionFeature
    {
        public System.Security.Cryptography.X509Certificates.X509Certificate2? ClientCertificate { get; set; }

        public Task<System.Security.Cryptography.X509Certificates.X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
            Task.FromResult(ClientCertificate);
    }

    private sealed class Http2Negotiated : ITlsApplicationProtocolFeature
    {
        public ReadOnlyMemory<byte> ApplicationProtocol { get; } = "h2"u8.ToArray();
    }
}
