using System.Security.Authentication;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// The agent's client was shown the pod's certificate and would not go on: it trusts other roots alone, or has its server's certificate built in. Its record says
/// <see cref="AiGateway.Sidecar.Snapshots.EgressReason.CertificateRefused"/>.
/// </summary>
/// <param name="message">How the client said so.</param>
/// <param name="inner">What TLS said of it; null where the client just left.</param>
internal sealed class CertificateRefusedException(string message, Exception? inner = null) : AuthenticationException(message, inner);
