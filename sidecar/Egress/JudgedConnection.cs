using System.Net;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Set on a connection that came to a name of the outside and is served here. Where TLS ended here, every request on it must be for this very name (RFC 9110, section 7.4), whatever
/// the connection is reused for; plain HTTP is judged request by request. A request cannot change it.
/// </summary>
/// <param name="Name">The name that was judged, in lower case; of plain HTTP the one that came first, empty where there was none.</param>
/// <param name="Port">The port that was dialled.</param>
/// <param name="IsTls">Whether TLS ended here; else the connection is plain HTTP.</param>
internal sealed record JudgedConnection(string Name, int Port, bool IsTls)
{
    /// <summary>The address that was dialled; null where a proxy's client said a name alone.</summary>
    public IPEndPoint? Dialled { get; init; }
}
