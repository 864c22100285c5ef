using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>A pod whose rules the real program has put in, with listeners where its sidecar would have them.</summary>
public sealed class RedirectedPod : IDisposable
{
    public const uint Agent = 1000;
    public const uint Sidecar = 15080;
    public const int TransparentPort = 15081;
    public const int DnsPort = 15084;

    private readonly List<Socket> _open = [];

    private RedirectedPod(PodNetwork network) => Network = network;

    public PodNetwork Network { get; }

    /// <summary>The number of the pod's one interface beside loopback.</summary>
    public long EthernetIndex => long.Parse(Network.Pod.Ip("-o", "link", "show", "eth0").Split(':')[0], CultureInfo.InvariantCulture);

    /// <summary>A pod without rules yet.</summary>
    public static RedirectedPod Plain() => new(PodNetwork.Create());

    /// <summary>A pod with rules.</summary>
    public static async Task<RedirectedPod> CreateAsync(SidecarProgram program, Action<PodNetwork>? prepare = null)
    {
        var pod = Plain();
        try
        {
            prepare?.Invoke(pod.Network);
            await pod.RedirectAsync(program);
            return pod;
        }
        catch
        {
            pod.Dispose();
            throw;
        }
    }

    public async Task RedirectAsync(SidecarProgram program, params string[] arguments)
    {
        var (code, told) = await program.RunAsync(Network.Pod, 0, ["redirect", "--resolv-conf", Network.ResolvConf, .. arguments]);
        Assert.True(code == 0, told);
    }

    /// <summary>The socket is closed with the pod.</summary>
    public Socket Keep(Socket socket)
    {
        _open.Add(socket);
        return socket;
    }

    public Socket ListenInside(AddressFamily family, int port = TransparentPort, uint user = Sidecar) => Keep(PodNetwork.Listen(Network.Pod, new(Loopback(family), port), user));

    public Socket ListenOutside(IPAddress address, int port) => Keep(PodNetwork.Listen(Network.Outside, new(address, port)));

    public Socket ReceiveInside(AddressFamily family, int port = DnsPort) => Keep(PodNetwork.Receive(Network.Pod, new(Loopback(family), port), Sidecar));

    public Socket ReceiveOutside(IPAddress address, int port) => Keep(PodNetwork.Receive(Network.Outside, new(address, port)));

    /// <summary>Connects as a user in the pod; both ends.</summary>
    public async Task<(Socket Here, Socket There)> ConnectAsync(uint user, IPEndPoint to, Socket listener)
    {
        var here = Keep(Network.OpenTcp(user, to.AddressFamily));
        using var bound = new CancellationTokenSource(Eventually.Bound);
        var there = listener.AcceptAsync(bound.Token);
        await here.ConnectAsync(to, bound.Token);
        return (here, Keep(await there));
    }

    public void Dispose()
    {
        foreach (var socket in _open) socket.Dispose();
        Network.Dispose();
    }

    private static IPAddress Loopback(AddressFamily family) => family == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback;
}
