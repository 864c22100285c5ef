using System.Net.Sockets;

namespace AiGateway.Sidecar.Egress;

/// <summary>What a denied client of TLS is told, so that it says more to its user than that the connection was lost.</summary>
internal static class TlsAlert
{
    /// <summary>A record of an alert: fatal, access_denied (RFC 8446, sections 5.1 and 6.2), in the version that every client reads.</summary>
    public static readonly byte[] AccessDenied = [21, 3, 3, 0, 2, 2, 49];

    /// <summary>Sends it, if the kernel takes it at once: seven bytes to a peer that has sent its first are no more than that.</summary>
    public static void Send(Socket agent)
    {
        try
        {
            agent.Blocking = false;
            agent.Send(AccessDenied, SocketFlags.None);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Nobody is left to be told.
        }
    }
}
