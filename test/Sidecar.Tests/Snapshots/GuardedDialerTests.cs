using System.Net;
using System.Net.Sockets;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Snapshots;

public class GuardedDialerTests
{
    [Fact]
    public async Task ConnectAsync_NameThatLeadsToLoopback_IsRefusedAndNothingIsDialled()
    {
        using var listener = Listen();
        var dialer = Resolving(IPAddress.Loopback);

        var refused = await Assert.ThrowsAsync<IOException>(async () =>
            await dialer.ConnectAsync(new DnsEndPoint("rebound.example", PortOf(listener)), CancellationToken.None));

        Assert.Contains("loopback", refused.Message, StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task ConnectAsync_LiteralLoopback_IsDialledWithoutResolving()
    {
        using var listener = Listen();
        var dialer = new GuardedDialer((_, _) => throw new InvalidOperationException("nothing is to be resolved"));

        await using var stream = await dialer.ConnectAsync(new DnsEndPoint("127.0.0.1", PortOf(listener)), CancellationToken.None);

        using var accepted = await listener.AcceptTcpClientAsync();
        Assert.True(accepted.Connected);
    }

    [Fact]
    public async Task ConnectAsync_MetadataLiteral_IsRefused() =>
        await Assert.ThrowsAsync<IOException>(async () =>
            await Resolving().ConnectAsync(new DnsEndPoint("169.254.169.254", 80), CancellationToken.None));

    [Fact]
    public async Task ConnectAsync_NameWithoutAddress_SaysSo()
    {
        var refused = await Assert.ThrowsAsync<IOException>(async () =>
            await Resolving().ConnectAsync(new DnsEndPoint("nowhere.example", 80), CancellationToken.None));

        Assert.Contains("no address", refused.Message, StringComparison.Ordinal);
    }

    private static GuardedDialer Resolving(params IPAddress[] addresses) => new((_, _) => Task.FromResult(addresses));

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
