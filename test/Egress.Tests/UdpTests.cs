using System.Net;
using System.Net.Sockets;
using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

public sealed class UdpTests(SidecarProgram program) : IClassFixture<SidecarProgram>
{
    private static readonly byte[] Words = "a datagram"u8.ToArray();

    [Theory]
    [InlineData("203.0.113.10:443")]
    [InlineData("[2001:db8:a::10]:443")]
    [InlineData("203.0.113.10:53")]
    [InlineData("[2001:db8:a::10]:53")]
    [InlineData("10.96.0.10:5353")]
    [InlineData("169.254.169.254:80")]
    [InlineData("255.255.255.255:67")]
    [InlineData("224.0.0.251:5353")]
    [InlineData("[ff02::fb%eth0]:5353")]
    public async Task Agent_Udp_IsRefused(string destination)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var to = IPEndPoint.Parse(destination);
        var socket = pod.Keep(pod.Network.OpenUdp(RedirectedPod.Agent, to.AddressFamily));
        socket.EnableBroadcast = to.AddressFamily == AddressFamily.InterNetwork;
        if (destination.Contains('%', StringComparison.Ordinal)) to.Address.ScopeId = pod.EthernetIndex;

        var thrown = Assert.Throws<SocketException>(() => { socket.SendTo(Words, to); });

        Assert.Equal(SocketError.AccessDenied, thrown.SocketErrorCode);
    }

    [Theory]
    [InlineData("10.96.0.10")]
    [InlineData("fd00:96::10")]
    [InlineData("169.254.20.10")]
    [InlineData("169.254.169.254")]
    public async Task Agent_UdpQuery_ArrivesAtTheDnsPortAndIsAnswered(string server)
    {
        Skips.WhereNoNamespaces();
        var to = new IPEndPoint(IPAddress.Parse(server), 53);
        using var pod = await RedirectedPod.CreateAsync(program, network => network.WriteResolvConf(to.Address));
        var door = pod.ReceiveInside(to.AddressFamily);
        var socket = pod.Keep(pod.Network.OpenUdp(RedirectedPod.Agent, to.AddressFamily));

        socket.SendTo(Words, to);

        // Answered by the name server, as far as the agent sees: a connected socket takes nothing from anybody else.
        await EchoAsync(door);
        await socket.ConnectAsync(to);
        await ExpectAsync(socket);
    }

    [Theory]
    [InlineData("10.96.0.10")]
    [InlineData("fd00:96::10")]
    public async Task Agent_TcpQuery_ArrivesAtTheDnsPort(string server)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var to = new IPEndPoint(IPAddress.Parse(server), 53);

        var (_, there) = await pod.ConnectAsync(RedirectedPod.Agent, to, pod.ListenInside(to.AddressFamily, RedirectedPod.DnsPort));

        Assert.Equal(to, Original.DestinationOf(there));
    }

    [Theory]
    [InlineData("10.96.0.10:53")]
    [InlineData("fd00:96::10", 53)]
    [InlineData("169.254.169.254:53")]
    [InlineData("203.0.113.10:443")]
    public async Task Sidecar_Udp_Leaves(string destination, int port = 0)
    {
        Skips.WhereNoNamespaces();
        var to = IPEndPoint.Parse(destination);
        if (port > 0) to.Port = port;
        using var pod = await RedirectedPod.CreateAsync(program, network => network.WriteResolvConf(PodNetwork.NameServer, PodNetwork.NameServerV6, PodNetwork.Metadata));
        var outside = pod.ReceiveOutside(to.Address, to.Port);
        var socket = pod.Keep(pod.Network.OpenUdp(RedirectedPod.Sidecar, to.AddressFamily));

        socket.SendTo(Words, to);

        await EchoAsync(outside);
        await ExpectAsync(socket);
    }

    private static async Task EchoAsync(Socket from)
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        var bytes = new byte[100];
        var any = from.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
        var asked = await from.ReceiveFromAsync(bytes, new IPEndPoint(any, 0), bound.Token);
        await from.SendToAsync(bytes.AsMemory(0, asked.ReceivedBytes), asked.RemoteEndPoint, bound.Token);
    }

    private static async Task ExpectAsync(Socket socket)
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        var bytes = new byte[100];
        var count = await socket.ReceiveAsync(bytes, bound.Token);
        Assert.Equal(Words, bytes[..count]);
    }
}
