using System.Net;
using System.Net.Sockets;
using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>Ways around that need no right at all.</summary>
public sealed class WaysAroundTests(SidecarProgram program) : IClassFixture<SidecarProgram>
{
    private const int LevelSocket = 1;
    private const int BindToDevice = 25;
    private const int LevelTcp = 6;
    private const int UserTimeout = 18;
    private const int LevelIp = 0;
    private const int LevelIpV6 = 41;
    private const int FreeBindV4 = 15;
    private const int FreeBind = 78;

    [Theory]
    [InlineData("lo", "203.0.113.10")]
    [InlineData("eth0", "203.0.113.10")]
    [InlineData("lo", "2001:db8:a::10")]
    [InlineData("eth0", "2001:db8:a::10")]
    public async Task Agent_TcpBoundToAnInterface_DoesNotLeave(string name, string address)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program, Forwarding);
        var to = new IPEndPoint(IPAddress.Parse(address), 443);
        var outside = pod.ListenOutside(to.Address, to.Port);
        var socket = Impatient(pod, RedirectedPod.Agent, to.AddressFamily);
        socket.SetRawSocketOption(LevelSocket, BindToDevice, System.Text.Encoding.ASCII.GetBytes(name));

        await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(to));

        Assert.False(outside.Poll(0, SelectMode.SelectRead));
    }

    [Theory]
    [InlineData("203.0.113.10")]
    [InlineData("2001:db8:a::10")]
    public async Task Agent_UdpBoundToLoopback_DoesNotLeave(string address)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program, Forwarding);
        var to = new IPEndPoint(IPAddress.Parse(address), 443);
        var outside = pod.ReceiveOutside(to.Address, to.Port);
        var socket = pod.Keep(pod.Network.OpenUdp(RedirectedPod.Agent, to.AddressFamily));
        socket.SetRawSocketOption(LevelSocket, BindToDevice, "lo"u8);
        // IPv6 finds no route by that interface; IPv4 takes the packet, and loopback is where it ends.
        _ = Record.Exception(() => { socket.SendTo("agent"u8, to); });

        // What leaves next arrives next.
        await SendAsSidecarAsync(pod, to, outside);
    }

    /// <summary>The kernel tracks a query for half a minute; whoever takes its port meanwhile would go on in the same connection.</summary>
    [Fact]
    public async Task Agent_UdpFromThePortOfTheSidecarsQuery_IsRefused()
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var server = new IPEndPoint(PodNetwork.NameServer, 53);
        var outside = pod.ReceiveOutside(server.Address, server.Port);
        var port = await SendAsSidecarAsync(pod, server, outside);
        var agent = pod.Keep(pod.Network.OpenUdp(RedirectedPod.Agent));
        await Eventually.HoldsAsync(() => Binds(agent, new IPEndPoint(PodNetwork.PodAddress, port)), "the sidecar's port is free");

        var thrown = Assert.Throws<SocketException>(() => { agent.SendTo("agent"u8, server); });

        Assert.Equal(SocketError.AccessDenied, thrown.SocketErrorCode);
    }

    [Theory]
    [InlineData(RedirectedPod.Agent, false)]
    [InlineData(RedirectedPod.Sidecar, true)]
    public async Task Ping_OfAgent_IsRefused(uint user, bool leaves)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program, network => network.Pod.Set("net/ipv4/ping_group_range", "0 2147483647"));
        var socket = pod.Keep(pod.Network.Open(user, AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Icmp));
        var to = new IPEndPoint(PodNetwork.OutsideAddress, 0);

        var thrown = Record.Exception(() => { socket.SendTo([8, 0, 0, 0, 0, 0, 0, 1], to); });

        if (leaves) Assert.Null(thrown);
        else Assert.Equal(SocketError.AccessDenied, Assert.IsType<SocketException>(thrown).SocketErrorCode);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("fd00:ec2::254")]
    public async Task Sidecar_Metadata_IsDropped(string address)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var to = new IPEndPoint(IPAddress.Parse(address), 80);
        var outside = pod.ListenOutside(to.Address, to.Port);
        var datagrams = pod.Keep(pod.Network.OpenUdp(RedirectedPod.Sidecar, to.AddressFamily));

        await Assert.ThrowsAsync<SocketException>(() => Impatient(pod, RedirectedPod.Sidecar, to.AddressFamily).ConnectAsync(to));
        var thrown = Assert.Throws<SocketException>(() => { datagrams.SendTo("1"u8, to); });

        Assert.False(outside.Poll(0, SelectMode.SelectRead));
        Assert.Equal(SocketError.AccessDenied, thrown.SocketErrorCode);
    }

    /// <summary>
    /// IPv6 lets everybody bind to an address that is not the pod's (IPV6_FREEBIND). A datagram from there to the pod itself would make the kernel remember a connection that somebody outside began, within which the agent
    /// would then only answer.
    /// </summary>
    [Fact]
    public async Task Agent_AnswerToADatagramThatItSentItselfFromOutsidesAddress_IsRefused()
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var (there, here) = (new IPEndPoint(PodNetwork.OutsideAddressV6, 443), new IPEndPoint(PodNetwork.PodAddressV6, 5000));
        var agent = pod.Keep(pod.Network.OpenUdp(RedirectedPod.Agent, here.AddressFamily));
        agent.Bind(here);
        var outsides = pod.Keep(pod.Network.OpenUdp(RedirectedPod.Agent, here.AddressFamily));
        outsides.SetRawSocketOption(LevelIpV6, FreeBind, BitConverter.GetBytes(1));
        outsides.Bind(there);
        _ = Record.Exception(() => { outsides.SendTo("began"u8, here); });

        var thrown = Assert.Throws<SocketException>(() => { agent.SendTo("agent"u8, there); });

        Assert.Equal(SocketError.AccessDenied, thrown.SocketErrorCode);
    }

    /// <summary>IPv4 sends nothing from an address that is not the pod's, whatever a socket is bound to.</summary>
    [Fact]
    public async Task Agent_DatagramFromOutsidesAddress_IsNotSent()
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var outsides = pod.Keep(pod.Network.OpenUdp(RedirectedPod.Agent));
        outsides.SetRawSocketOption(LevelIp, FreeBindV4, BitConverter.GetBytes(1));
        outsides.Bind(new IPEndPoint(PodNetwork.OutsideAddress, 443));

        Assert.Throws<SocketException>(() => { outsides.SendTo("began"u8, new IPEndPoint(PodNetwork.PodAddress, 5000)); });
    }

    /// <summary>As a node forwards: were a pod to inherit it, a packet on loopback might go on.</summary>
    private static void Forwarding(PodNetwork network)
    {
        network.Pod.Set("net/ipv4/ip_forward", "1");
        network.Pod.Set("net/ipv6/conf/all/forwarding", "1");
    }

    /// <summary>Gives up after the first packet that nobody answers, which is the kernel's decision and no clock of ours.</summary>
    private static Socket Impatient(RedirectedPod pod, uint user, AddressFamily family)
    {
        var socket = pod.Keep(pod.Network.OpenTcp(user, family));
        socket.SetRawSocketOption(LevelTcp, UserTimeout, BitConverter.GetBytes(100));
        return socket;
    }

    /// <summary>Sends from the sidecar and expects it, and nothing before it, outside; the port that it was sent from.</summary>
    /// <summary>False while somebody has the port: until it is another program, a process that is being started holds what its parent had open, and a closed socket with it.</summary>
    private static bool Binds(Socket socket, IPEndPoint at)
    {
        try
        {
            socket.Bind(at);
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }

    private static async Task<int> SendAsSidecarAsync(RedirectedPod pod, IPEndPoint to, Socket outside)
    {
        using var sidecar = pod.Network.OpenUdp(RedirectedPod.Sidecar, to.AddressFamily);
        sidecar.SendTo("sidecar"u8, to);
        using var bound = new CancellationTokenSource(Eventually.Bound);
        var bytes = new byte[100];
        var any = to.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
        var arrived = await outside.ReceiveFromAsync(bytes, new IPEndPoint(any, 0), bound.Token);
        Assert.Equal("sidecar"u8, bytes.AsSpan(0, arrived.ReceivedBytes));
        await outside.SendToAsync("answer"u8.ToArray(), arrived.RemoteEndPoint, bound.Token);
        await sidecar.ReceiveAsync(bytes, bound.Token);
        return ((IPEndPoint)arrived.RemoteEndPoint).Port;
    }
}
