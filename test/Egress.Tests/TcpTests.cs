using System.Net;
using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

public sealed class TcpTests(SidecarProgram program) : IClassFixture<SidecarProgram>
{
    public static TheoryData<string, string> Destinations => new()
    {
        { "outside", $"{PodNetwork.OutsideAddress}:443" },
        { "outside, another port", $"{PodNetwork.OutsideAddress}:3306" },
        { "outside over IPv6", $"[{PodNetwork.OutsideAddressV6}]:443" },
        { "nobody", "192.0.2.1:443" },
        { "nobody over IPv6", "[2001:db8::1]:443" },
        { "the metadata service", $"{PodNetwork.Metadata}:80" },
        { "the metadata service over IPv6", $"[{PodNetwork.MetadataV6}]:80" },
        { "a foreign name server", $"{PodNetwork.OutsideAddress}:53" },
        { "the node", "10.90.0.1:10250" },
    };

    [Theory, MemberData(nameof(Destinations))]
    public async Task Agent_Tcp_ArrivesAtTheTransparentPortWithItsDestination(string name, string destination)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var to = IPEndPoint.Parse(destination);
        var listener = pod.ListenInside(to.AddressFamily);

        var (_, there) = await pod.ConnectAsync(RedirectedPod.Agent, to, listener);

        Assert.True(to.Equals(Original.DestinationOf(there)), name);
    }

    [Theory]
    [InlineData("203.0.113.10")]
    [InlineData("2001:db8:a::10")]
    public async Task Sidecar_Tcp_Leaves(string address)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        var to = new IPEndPoint(IPAddress.Parse(address), 443);

        var (here, there) = await pod.ConnectAsync(RedirectedPod.Sidecar, to, pod.ListenOutside(to.Address, to.Port));

        Assert.Equal(here.LocalEndPoint, there.RemoteEndPoint);
    }
}
