using System.Net;
using System.Net.Sockets;
using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>What a redirect leaves alone.</summary>
public sealed class InsideTests(SidecarProgram program) : IClassFixture<SidecarProgram>
{
    private const uint OtherContainer = 2000;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("::1")]
    [InlineData("10.90.0.2")]
    [InlineData("fd00:90::2")]
    public async Task Agent_TcpWithinThePod_IsLeftAlone(string address)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var to = new IPEndPoint(IPAddress.Parse(address), 8080);

        var (here, there) = await pod.ConnectAsync(RedirectedPod.Agent, to, pod.Keep(PodNetwork.Listen(pod.Network.Pod, to, OtherContainer)));

        Assert.Equal(here.LocalEndPoint, there.RemoteEndPoint);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Agent_UdpWithinThePod_IsLeftAlone(string address)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var to = new IPEndPoint(IPAddress.Parse(address), 8125);
        var there = pod.Keep(PodNetwork.Receive(pod.Network.Pod, to, OtherContainer));
        var here = pod.Keep(pod.Network.OpenUdp(RedirectedPod.Agent, to.AddressFamily));

        here.SendTo("1"u8, to);

        using var bound = new CancellationTokenSource(Eventually.Bound);
        Assert.Equal(1, await there.ReceiveAsync(new byte[10], bound.Token));
    }

    /// <summary>As the kubelet's probes and a Service's clients come.</summary>
    [Theory]
    [InlineData("10.90.0.2")]
    [InlineData("fd00:90::2")]
    public async Task Agent_ConnectionsFromOutside_AreServed(string address)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var at = new IPEndPoint(IPAddress.Parse(address), 8080);
        var server = pod.Keep(PodNetwork.Listen(pod.Network.Pod, at, RedirectedPod.Agent));
        var here = pod.Keep(pod.Network.Outside.In(() => new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp)));

        using var bound = new CancellationTokenSource(Eventually.Bound);
        await here.ConnectAsync(at, bound.Token);
        using var there = await server.AcceptAsync(bound.Token);
        await there.SendAsync("alive"u8.ToArray(), bound.Token);

        Assert.Equal(5, await here.ReceiveAsync(new byte[10], bound.Token));
    }

    [Fact]
    public async Task Agent_DatagramsFromOutside_AreAnswered()
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var at = new IPEndPoint(PodNetwork.PodAddress, 5060);
        var server = pod.Keep(PodNetwork.Receive(pod.Network.Pod, at, RedirectedPod.Agent));
        var here = pod.Keep(pod.Network.Outside.In(() => new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp)));

        using var bound = new CancellationTokenSource(Eventually.Bound);
        here.SendTo("?"u8, at);
        var asked = await server.ReceiveFromAsync(new byte[10], new IPEndPoint(IPAddress.Any, 0), bound.Token);
        await server.SendToAsync("yes"u8.ToArray(), asked.RemoteEndPoint, bound.Token);

        Assert.Equal(3, await here.ReceiveAsync(new byte[10], bound.Token));
    }

    /// <summary>A socket that is closed with bytes in hand sends them without an owner.</summary>
    [Fact]
    public async Task Sidecar_BytesOfAClosedSocket_StillLeave()
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var listener = pod.ListenOutside(PodNetwork.OutsideAddress, 443);
        listener.ReceiveBufferSize = 4096;
        var (here, there) = await pod.ConnectAsync(RedirectedPod.Sidecar, new(PodNetwork.OutsideAddress, 443), listener);
        here.SendBufferSize = 512 * 1024;
        here.Blocking = false;
        var bytes = new byte[200 * 1024];

        var sent = here.Send(bytes);
        here.Dispose();

        using var bound = new CancellationTokenSource(Eventually.Bound);
        var received = 0;
        while (await there.ReceiveAsync(bytes, bound.Token) is var count and > 0) received += count;
        Assert.True(sent > 64 * 1024, "nothing was left to send after the close");
        Assert.Equal(sent, received);
    }
}
