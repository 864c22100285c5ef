using System.Net;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>A port of this machine that is held and listens to nobody: who connects is refused. The port of a server that has just closed may be another's by then, or still be open in a process that is being started.</summary>
internal sealed class DeafPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public DeafPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public Uri BaseUrl => new($"http://127.0.0.1:{Port}/v1");

    public void Dispose() => _socket.Dispose();
}
