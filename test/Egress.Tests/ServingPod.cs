using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>A redirected pod whose sidecar serves: the real process, with rules that the process before it left, and a name server outside that knows one address for every name.</summary>
public sealed class ServingPod : IAsyncDisposable
{
    /// <summary>What every name resolves to.</summary>
    public const string Address = "192.0.2.53";

    private readonly string _state = Directory.CreateTempSubdirectory("aigateway-state-").FullName;
    private readonly RedirectedPod _pod;
    private readonly Socket _nameServer;
    private readonly List<byte[]> _asked = [];
    private ChildProcess? _sidecar;

    private ServingPod(RedirectedPod pod)
    {
        _pod = pod;
        _nameServer = pod.ReceiveOutside(PodNetwork.NameServer, 53);
        _ = AnswerAsync();
    }

    public PodNetwork Network => _pod.Network;

    /// <summary>What arrived at the name server.</summary>
    public int Asked
    {
        get
        {
            lock (_asked) return _asked.Count;
        }
    }

    public static async Task<ServingPod> CreateAsync(SidecarProgram program, EgressRule egress)
    {
        var pod = new ServingPod(await RedirectedPod.CreateAsync(program, network => network.WriteResolvConf(PodNetwork.NameServer)));
        try
        {
            await pod.ServeAsync(program, egress);
            return pod;
        }
        catch
        {
            await pod.DisposeAsync();
            throw;
        }
    }

    /// <summary>A server outside; at <see cref="Address"/> too.</summary>
    public Socket Listen(IPEndPoint at)
    {
        if (at.Address.ToString() == Address) Network.Outside.Ip("address", "add", $"{Address}/32", "dev", "lo");
        return _pod.ListenOutside(at.Address, at.Port);
    }

    /// <summary>A connection of the agent's.</summary>
    public async Task<Socket> ConnectAsync(IPEndPoint to)
    {
        var agent = _pod.Keep(Network.OpenTcp(RedirectedPod.Agent, to.AddressFamily));
        using var bound = new CancellationTokenSource(Eventually.Bound);
        await agent.ConnectAsync(to, bound.Token);
        return agent;
    }

    /// <summary>A socket of the agent's.</summary>
    public Socket OpenUdp() => _pod.Keep(Network.OpenUdp(RedirectedPod.Agent));

    public async ValueTask DisposeAsync()
    {
        if (_sidecar is not null) await _sidecar.DisposeAsync();
        _pod.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    private async Task ServeAsync(SidecarProgram program, EgressRule egress)
    {
        File.SetUnixFileMode(_state, (UnixFileMode)0b111_111_111);
        File.WriteAllBytes(Path.Combine(_state, "bundle.json"), BundleOf(egress));
        File.SetUnixFileMode(Path.Combine(_state, "bundle.json"), (UnixFileMode)0b110_110_110);
        _sidecar = program.Serve(Network, new Dictionary<string, string>
        {
            ["AIGATEWAY_OPERATOR_URL"] = "https://127.0.0.1:1",
            ["AIGATEWAY_STATE_DIR"] = _state,
            ["AIGATEWAY_DNS_PORT"] = $"{RedirectedPod.DnsPort}",
            ["AIGATEWAY_TRANSPARENT_PORT"] = $"{RedirectedPod.TransparentPort}",
        });
        await Eventually.HoldsAsync(IsServing, "the sidecar takes queries and connections", () => _sidecar.Told);
        lock (_asked) _asked.Clear();
    }

    private async Task<bool> IsServing()
    {
        var (code, _) = await SidecarProgram.RunAsync(Network, RedirectedPod.Agent, "getent", "ahostsv4", "ready.default.svc.cluster.local");
        return code == 0 && await IsListeningAsync();
    }

    /// <summary>At the port that is opened last; what comes straight to it is reset.</summary>
    private async Task<bool> IsListeningAsync()
    {
        using var agent = Network.OpenTcp(RedirectedPod.Agent, AddressFamily.InterNetworkV6);
        try
        {
            await agent.ConnectAsync(IPAddress.IPv6Loopback, RedirectedPod.TransparentPort);
            return true;
        }
        catch (SocketException failed)
        {
            return failed.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    private async Task AnswerAsync()
    {
        var buffer = new byte[1500];
        try
        {
            while (true)
            {
                var received = await _nameServer.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0));
                var query = buffer[..received.ReceivedBytes];
                lock (_asked) _asked.Add(query);
                await _nameServer.SendToAsync(AnswerTo(query), SocketFlags.None, received.RemoteEndPoint);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static byte[] AnswerTo(byte[] query)
    {
        var end = 12;
        while (query[end] != 0) end += query[end] + 1;
        return [.. query[..2], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. query[12..(end + 5)], 0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, .. IPAddress.Parse(Address).GetAddressBytes()];
    }

    private static byte[] BundleOf(EgressRule egress)
    {
        var rules = BundleJson.WriteRules(new BundleRules
        {
            Sources = [],
            Agent = new() { Policies = [new() { Policy = "team/agents", AllowModels = [], DenyModels = [], Egress = egress }] },
            Routes = [],
            Providers = [],
        });
        var head = new Bundle
        {
            Protocol = Protocol.Version,
            Revision = BundleJson.Revision(rules),
            Agent = new() { Namespace = "team", ServiceAccount = "agent", WorkloadKind = "Deployment", WorkloadName = "agent", Pod = "agent-1", PodUid = "pod-uid" },
            Positions = [new() { Kind = "AgentPolicy", Seen = 10, Changed = 10 }],
            Rules = JsonDocument.Parse(rules).RootElement,
        };
        return [.. BundleJson.WriteBundleHead(head), .. rules, .. BundleJson.BundleTail];
    }
}
