using System.Net.Security;

namespace AiGateway.Sidecar.Egress;

/// <summary>Ends an agent's TLS in the sidecar, as the host that it asked for, with a certificate of the pod's own authority.</summary>
internal interface ITlsTermination
{
    /// <summary>The stream after the handshake, HTTP/1.1 or HTTP/2 by <see cref="SslStream.NegotiatedApplicationProtocol"/>; it owns the agent's.</summary>
    /// <param name="agent">The agent's bytes from the first of its ClientHello on.</param>
    /// <param name="name">The name that was judged.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The agent did not take the certificate, or the handshake failed.</exception>
    /// <exception cref="IOException">The agent left.</exception>
    Task<SslStream> AuthenticateAsync(Stream agent, string name, CancellationToken cancellationToken);
}
