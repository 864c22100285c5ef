using System.Net.Security;

namespace AiGateway.Sidecar.Egress;

/// <summary>Ends an agent's TLS in the sidecar, as the host that it asked for, with a certificate of the pod's own authority.</summary>
internal interface ITlsTermination
{
    /// <summary>
    /// The stream after the handshake, HTTP/1.1 or HTTP/2 by <see cref="SslStream.NegotiatedApplicationProtocol"/>; it owns the agent's. It is given when the agent has said its first word
    /// in it, or has said nothing for a while: many clients look at a certificate only when the handshake is done, and leave then.
    /// </summary>
    /// <param name="agent">The agent's bytes from the first of its ClientHello on; closed where this throws.</param>
    /// <param name="name">The name that was judged, as <see cref="AiGateway.Contracts.EgressTarget.NormalizeName"/> gives it.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <exception cref="CertificateRefusedException">The agent did not take the certificate.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The handshake failed for another reason.</exception>
    /// <exception cref="IOException">The agent left before it was shown a certificate, or took too long.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<SslStream> AuthenticateAsync(Stream agent, string name, CancellationToken cancellationToken);
}
