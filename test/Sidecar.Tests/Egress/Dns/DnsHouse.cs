using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress.Dns;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using FreePort = AiGateway.Rig.FreePort;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

/// <summary>The DNS port with two name servers behind it, as an agent sees it.</summary>
internal sealed class DnsHouse : IAsyncDisposable
{
    private const string Search = "search shop.svc.cluster.local svc.cluster.local cluster.local\n";

    private readonly string _conf = Path.GetTempFileName();
    private readonly DnsMeters _meters = new();
    private DnsPort _port = null!;

    public int Port { get; } = FreePort.Find();

    public FakeNameServer First { get; private set; } = null!;

    public FakeNameServer Second { get; private set; } = null!;

    public SnapshotHolder Snapshots { get; } = new();

    public List<DnsRefusal> Refusals { get; } = [];

    public int AskedUpstream => First.Asked.Count + Second.Asked.Count;

    public static async Task<DnsHouse> StartAsync(Func<DnsOptions, DnsOptions>? vary = null, params PolicyRule[] policies)
    {
        var house = new DnsHouse();
        var serverPort = FreePort.Find();
        house.First = new(new(IPAddress.Parse("127.0.0.2"), serverPort));
        house.Second = new(new(IPAddress.Parse("127.0.0.3"), serverPort));
        await File.WriteAllTextAsync(house._conf, Search + "nameserver 127.0.0.2\nnameserver 127.0.0.3\n");
        house.Program(policies);
        var options = new DnsOptions { Port = house.Port, ServerPort = serverPort, ResolvFile = house._conf, Patience = TimeSpan.FromSeconds(2 * Eventually.Bound.TotalSeconds) };
        await house.StartAsync(vary?.Invoke(options) ?? options);
        return house;
    }

    public void Program(params PolicyRule[] policies) => Snapshots.Swap(new()
    {
        Agent = Given.Agent,
        Revision = "r1",
        Sources = [],
        Rules = new([.. policies]),
        Routes = new([]),
        Egress = new(policies.Length == 0 ? [Given.Policy("base", "*")] : [.. policies]),
    });

    /// <summary>Asks over UDP and waits for the answer.</summary>
    public async Task<byte[]> AskAsync(byte[] query, IPAddress? address = null)
    {
        using var agent = Connect(SocketType.Dgram, address ?? IPAddress.Loopback);
        await agent.SendAsync(query);
        return await ReceiveAsync(agent);
    }

    public Socket Connect(SocketType type, IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        var socket = new Socket(address.AddressFamily, type, type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp);
        socket.Connect(address, Port);
        return socket;
    }

    public static async Task<byte[]> ReceiveAsync(Socket agent)
    {
        using var late = new CancellationTokenSource(2 * Eventually.Bound);
        var buffer = new byte[8192];
        return buffer[..await agent.ReceiveAsync(buffer, late.Token)];
    }

    /// <summary>Asks over an open TCP connection; null where it was ended.</summary>
    public static async Task<byte[]?> AskTcpAsync(Socket agent, byte[] query)
    {
        await using var stream = new NetworkStream(agent, ownsSocket: false);
        using var late = new CancellationTokenSource(2 * Eventually.Bound);
        try
        {
            await stream.WriteAsync((byte[])[.. GivenDns.Words(query.Length), .. query], late.Token);
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, late.Token);
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(answer, late.Token);
            return answer;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>How many queries were counted with these labels.</summary>
    public double Counted(string labels) => _meters.ToCounters().Read().Where(counted => counted.Labels == labels).Sum(counted => counted.Value);

    public async ValueTask DisposeAsync()
    {
        await _port.StopAsync(CancellationToken.None);
        _port.Dispose();
        First.Dispose();
        Second.Dispose();
        File.Delete(_conf);
    }

    private Task StartAsync(DnsOptions options)
    {
        var conf = new ResolvConfFile(options.ResolvFile, TimeProvider.System);
        var refusals = new DnsRefusals(refusal =>
        {
            lock (Refusals) Refusals.Add(refusal);
            return true;
        }, TimeProvider.System);
        var gate = new DnsGate(Snapshots, conf, new DnsRate(TimeProvider.System), _meters, refusals);
        _port = new(options, gate, new DnsForwarder(options, conf, TimeProvider.System), TimeProvider.System, NullLogger<DnsPort>.Instance);
        return _port.StartAsync(CancellationToken.None);
    }
}
