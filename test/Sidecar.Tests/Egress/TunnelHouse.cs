using System.Net;
using System.Net.Sockets;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>A tunnel over loopback, an agent at its one end and a server at its other.</summary>
internal sealed class TunnelHouse : IDisposable
{
    private readonly Socket _agentSide;
    private readonly Socket _upstreamSide;

    private TunnelHouse((Socket Near, Socket Far) agent, (Socket Near, Socket Far) upstream)
    {
        (Agent, _agentSide) = agent;
        (Server, _upstreamSide) = upstream;
        Tunnel = new(_agentSide, _upstreamSide, Buffers);
    }

    public Socket Agent { get; }

    public Socket Server { get; }

    public TunnelBuffers Buffers { get; } = new();

    public Tunnel Tunnel { get; }

    public static async Task<TunnelHouse> OpenAsync() => new(await PairAsync(), await PairAsync());

    public async Task<EgressEnd> RunAsync(byte[] first)
    {
        await Tunnel.SendFirstAsync(first);
        return await Tunnel.RunAsync();
    }

    /// <summary>Two ends of one connection over loopback.</summary>
    public static async Task<(Socket Near, Socket Far)> PairAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await near.ConnectAsync(listener.LocalEndPoint!);
        var far = await listener.AcceptAsync();
        far.NoDelay = true;
        return (near, far);
    }

    public static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await socket.ReceiveAsync(bytes.AsMemory(read)).AsTask().WithinBoundAsync();
            Assert.NotEqual(0, more);
            read += more;
        }

        return bytes;
    }

    public static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var bytes = new byte[64 * 1024];
        while (await socket.ReceiveAsync(bytes).WithinBoundAsync() is > 0 and var count) all.Write(bytes, 0, count);
        return all.ToArray();
    }

    /// <summary>What the peer reset says so; an orderly end would be zero bytes.</summary>
    public static async Task IsResetAsync(Socket socket)
    {
        var failed = await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(socket));
        Assert.Equal(SocketError.ConnectionReset, failed.SocketErrorCode);
    }

    public void Dispose()
    {
        foreach (var socket in (Socket[])[Agent, Server, _agentSide, _upstreamSide]) socket.Dispose();
    }
}
