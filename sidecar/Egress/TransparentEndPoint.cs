using System.Net;

namespace AiGateway.Sidecar.Egress;

/// <summary>The port that the kernel sends what an agent dials to, on loopback of IPv4 and, where there is one, of IPv6.</summary>
internal sealed class TransparentEndPoint(int port) : EndPoint
{
    public int Port => port;

    public override string ToString() => $"127.0.0.1:{port}";
}
