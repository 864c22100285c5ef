using System.Net;
using System.Net.Sockets;
using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>Beside the rules that a mesh's init container writes, ours before them and after them, by either backend of iptables.</summary>
public sealed class MeshTests(SidecarProgram program) : IClassFixture<SidecarProgram>
{
    private static readonly IPEndPoint Outside = new(PodNetwork.OutsideAddress, 443);

    public static TheoryData<string, bool, string> Cases => new(
        from mesh in Mesh.All
        from oursFirst in new[] { true, false }
        from backend in new[] { "iptables-nft", "iptables-legacy" }
        select (mesh.Name, oursFirst, backend));

    [Theory, MemberData(nameof(Cases))]
    public async Task Agent_BesideAMesh_ReachesOurSidecarFirst(string name, bool oursFirst, string backend)
    {
        using var pod = await CreateAsync(Mesh.Named(name), oursFirst, backend);

        var (_, there) = await pod.ConnectAsync(RedirectedPod.Agent, Outside, pod.ListenInside(AddressFamily.InterNetwork));

        Assert.Equal(Outside, Original.DestinationOf(there));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Sidecar_BesideAMesh_TakesTheMeshsWay(string name, bool oursFirst, string backend)
    {
        var mesh = Mesh.Named(name);
        using var pod = await CreateAsync(mesh, oursFirst, backend);

        var (_, there) = await pod.ConnectAsync(RedirectedPod.Sidecar, Outside, pod.ListenInside(AddressFamily.InterNetwork, mesh.OutboundPort, mesh.User));

        Assert.Equal(Outside, Original.DestinationOf(there));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Proxy_OfAMesh_Leaves(string name, bool oursFirst, string backend)
    {
        var mesh = Mesh.Named(name);
        using var pod = await CreateAsync(mesh, oursFirst, backend);

        var (here, there) = await pod.ConnectAsync(mesh.User, Outside, pod.ListenOutside(Outside.Address, Outside.Port));

        Assert.Equal(here.LocalEndPoint, there.RemoteEndPoint);
    }

    /// <summary>A Service's client outside comes to the mesh's proxy, and that to the agent.</summary>
    [Theory, MemberData(nameof(Cases))]
    public async Task Proxy_OfAMesh_TakesWhatComesIn(string name, bool oursFirst, string backend)
    {
        var mesh = Mesh.Named(name);
        using var pod = await CreateAsync(mesh, oursFirst, backend);
        var at = new IPEndPoint(PodNetwork.PodAddress, 8080);
        var proxy = pod.Keep(PodNetwork.Listen(pod.Network.Pod, new(IPAddress.Any, mesh.InboundPort), mesh.User));
        var client = pod.Keep(pod.Network.Outside.In(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)));
        using var bound = new CancellationTokenSource(Eventually.Bound);

        await client.ConnectAsync(at, bound.Token);
        using var there = await proxy.AcceptAsync(bound.Token);
        await there.SendAsync("alive"u8.ToArray(), bound.Token);
        var (_, agent) = await pod.ConnectAsync(mesh.User, new(IPAddress.Loopback, 8080), pod.Keep(PodNetwork.Listen(pod.Network.Pod, new(IPAddress.Loopback, 8080), RedirectedPod.Agent)));

        Assert.Equal(at, Original.DestinationOf(there));
        Assert.Equal(5, await client.ReceiveAsync(new byte[10], bound.Token));
        Assert.NotNull(agent.RemoteEndPoint);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Prove_BesideAMesh_Holds(string name, bool oursFirst, string backend)
    {
        using var pod = await CreateAsync(Mesh.Named(name), oursFirst, backend);
        var folder = Directory.CreateTempSubdirectory("aigateway-proof-");
        try
        {
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_111_111);

            var (code, told) = await program.RunAsync(pod.Network.Pod, 15081, "prove", "--resolv-conf", pod.Network.ResolvConf, Path.Combine(folder.FullName, "proof.json"));

            Assert.True(code == 0, told);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<RedirectedPod> CreateAsync(Mesh mesh, bool oursFirst, string backend)
    {
        Skips.WhereNoNamespaces();
        Skips.WhereNo(backend);
        var pod = RedirectedPod.Plain();
        try
        {
            if (!oursFirst) mesh.Write(pod.Network.Pod, backend);
            await pod.RedirectAsync(program, "--exempt", $"{mesh.User}");
            if (oursFirst) mesh.Write(pod.Network.Pod, backend);
            return pod;
        }
        catch
        {
            pod.Dispose();
            throw;
        }
    }
}
