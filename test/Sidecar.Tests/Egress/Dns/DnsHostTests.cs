using System.Net;
using System.Net.Sockets;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

/// <summary>The port as a part of the whole sidecar.</summary>
public sealed class DnsHostTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Port_Set_IsServedFromTheStartAndCountedOnThePage()
    {
        var port = FreePort.Find();
        await using var house = await HostHouse.StartAsync(vary: options => options with { DnsPort = port });
        using var agent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await agent.ConnectAsync(IPAddress.Loopback, port, Stop);

        await agent.SendAsync(GivenDns.Query("api.openai.com"), Stop);
        Assert.Equal(5, GivenDns.CodeOf(await DnsHouse.ReceiveAsync(agent)));

        var page = await house.Client.GetStringAsync(new Uri(house.Metrics, "/metrics"), Stop);
        Assert.Contains("# TYPE aigateway_dns_queries_total counter\naigateway_dns_queries_total{decision=\"denied\",reason=\"not_ready\",type=\"A\"} 1\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_NotSet_IsNotOnThePage()
    {
        await using var house = await HostHouse.StartAsync();

        Assert.DoesNotContain("aigateway_dns", await house.Client.GetStringAsync(new Uri(house.Metrics, "/metrics"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_Taken_FailsTheStart()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;

        await Assert.ThrowsAsync<SocketException>(() => HostHouse.StartAsync(vary: options => options with { DnsPort = port }));
    }
}
