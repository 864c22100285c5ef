using System.Net;
using System.Net.Sockets;
using AiGateway.Rig;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>A server of raw bytes.</summary>
internal sealed class ServerSocket : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ServerSocket()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    public EndPoint EndPoint => _listener.LocalEndPoint!;

    public async Task<Socket> AcceptAsync() => await _listener.AcceptAsync().WithinBoundAsync();

    public void Dispose() => _listener.Dispose();
}
