using System.Net;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>A port that nobody listens on, for options that cannot say "any".</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)tcp.LocalEndPoint!).Port;
    }
}
