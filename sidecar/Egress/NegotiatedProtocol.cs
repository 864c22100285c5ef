using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Which protocol a connection speaks, in the words that Kestrel listens to: it picks the protocol by what TLS negotiated, also where TLS ended before it, or never was (HTTP/2 with prior
/// knowledge, RFC 9113, section 3.3).
/// </summary>
internal sealed class NegotiatedProtocol(ReadOnlyMemory<byte> protocol) : ITlsConnectionFeature, ITlsApplicationProtocolFeature
{
    /// <summary>What HTTP/2 without TLS begins with; no method of HTTP/1.1 does.</summary>
    public static ReadOnlySpan<byte> Http2Preface => "PRI"u8;

    public ReadOnlyMemory<byte> ApplicationProtocol => protocol;

    /// <summary>None is asked for.</summary>
    public X509Certificate2? ClientCertificate { get; set; }

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);

    public static void SetHttp2(ConnectionContext connection) => Set(connection, "h2"u8.ToArray());

    /// <param name="connection">The connection; it counts as one of TLS from here on.</param>
    /// <param name="protocol">As ALPN names it; empty where none was negotiated, which is HTTP/1.1.</param>
    public static void Set(ConnectionContext connection, ReadOnlyMemory<byte> protocol)
    {
        var feature = new NegotiatedProtocol(protocol);
        connection.Features.Set<ITlsConnectionFeature>(feature);
        connection.Features.Set<ITlsApplicationProtocolFeature>(feature);
    }
}
