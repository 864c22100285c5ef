using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;
using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>Names, from the agent's C library through the kernel's rules and the sidecar to the pod's name server.</summary>
public sealed class NamesTests(SidecarProgram program) : IClassFixture<SidecarProgram>
{
    private const int Refused = 5;

    private static readonly EgressRule s_listed = new() { Allow = ["api.github.com:443"], Dns = new() { Names = DnsNames.Listed } };

    [Theory]
    [InlineData("api.github.com.")]
    [InlineData("db.default.svc.cluster.local")]
    public async Task Agent_NameThatMayBeResolved_IsResolvedThroughTheSidecar(string name)
    {
        Skips.WhereNoNamespaces();
        await using var pod = await ServingPod.CreateAsync(program, s_listed);

        var (code, told) = await SidecarProgram.RunAsync(pod.Network, RedirectedPod.Agent, "getent", "ahostsv4", name);

        Assert.True(code == 0, told);
        Assert.StartsWith(ServingPod.Address, told, StringComparison.Ordinal);
        Assert.Equal(1, pod.Asked);
    }

    [Fact]
    public async Task Agent_TunnelInNames_StaysInThePod()
    {
        Skips.WhereNoNamespaces();
        await using var pod = await ServingPod.CreateAsync(program, s_listed);
        var agent = pod.OpenUdp();
        await agent.ConnectAsync(new IPEndPoint(PodNetwork.NameServer, 53));
        byte[] query = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 6, .. "secret"u8, 4, .. "evil"u8, 7, .. "example"u8, 0, 0, 16, 0, 1];

        await agent.SendAsync(query);
        using var bound = new CancellationTokenSource(Eventually.Bound);
        var answer = new byte[512];
        var length = await agent.ReceiveAsync(answer, bound.Token);

        Assert.Equal((0x12, 0x34, Refused), (answer[0], answer[1], answer[3] & 15));
        Assert.Equal(query.Length, length);
        Assert.Equal(0, pod.Asked);
    }

    [Fact]
    public async Task Agent_NameServerOfItsOwn_IsNotReached()
    {
        Skips.WhereNoNamespaces();
        await using var pod = await ServingPod.CreateAsync(program, s_listed);
        var agent = pod.OpenUdp();

        var thrown = Assert.Throws<SocketException>(() => { agent.SendTo([0], new IPEndPoint(PodNetwork.OutsideAddress, 53)); });

        Assert.Equal(SocketError.AccessDenied, thrown.SocketErrorCode);
    }
}
