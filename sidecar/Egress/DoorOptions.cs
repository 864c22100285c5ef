using System.Net;
using System.Net.Sockets;
using AiGateway.Sidecar.Redirects;

namespace AiGateway.Sidecar.Egress;

/// <summary>How connections are taken in.</summary>
internal sealed record DoorOptions
{
    /// <summary>Where an accepted connection was dialled to; null where that is not known.</summary>
    public Func<Socket, IPEndPoint?> ReadDestination { get; init; } = OriginalDestination.Read;

    /// <summary>
    /// How long an agent may take to say what it wants, where a name decides. Clients of TLS and HTTP speak at once, and a packet lost on the way is sent again within three seconds
    /// (RFC 6298); where the server speaks first this is what connecting takes, unless a rule on addresses allows it.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);
}
