using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress.Dns;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

/// <summary>The DNS port with two name servers behind it, as an agent sees it.</summary>
internal sealed class DnsHouse : IAsyncDisposable
{
    private const string Search = "search shop.svc.cluster.local svc.cluster.local cluster.local\n";

    /// <summary>For each server the half of it; no answer that comes is late.</summary>
    private static readonly TimeSpan s_patience = 2 * Eventually.Bound;

    private readonly string _conf = Path.GetTempFileName();
    private readonly DnsMeters _meters = new();
    private DnsPort _port = null!;

    public int Port { get; } = FreePort.Find();

    public FakeNameServer First { get; private set; } = null!;

    public FakeNameServer Second { get; private set; } = null!;

    public SnapshotHolder Snapshots { get; } = new();

    public List<DnsRefusal> Refusals { get; } = [];

    public int AskedUpstream => First.Asked.Count + Second.Asked.Count;

    public static Task<DnsHouse> StartAsync(Func<DnsOptions, DnsOptions>? vary = null, params PolicyRule[] policies) => StartAsync(TimeProvider.System, vary, policies);

    /// <param name="time">What its patience is measured by.</param>
    public static async Task<DnsHouse> StartAsync(TimeProvider time, Func<DnsOptions, DnsOptions>? vary = null, params PolicyRule[] policies)
    {
        var house = new DnsHouse();
        var serverPort = FreePort.Find();
        house.First = new(new(IPAddress.Parse("127.0.0.2"), serverPort));
        house.Second = new(new(IPAddress.Parse("127.0.0.3"), serverPort));
        await File.WriteAllTextAsync(house._conf, Search + "nameserver 127.0.0.2\nnameserver 127.0.0.3\n");
        house.Program(policies);
        var options = new DnsOptions { Port = house.Port, ServerPort = serverPort, ResolvFile = house._conf, Patience = s_patience };
        await house.StartAsync(vary?.Invoke(options) ?? options, time);
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

    /// <summary>The time that is given to one server passes.</summary>
    public static void PassTurn(ManualTime time) => time.Advance(s_patience / 2);

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

    private Task StartAsync(DnsOptions options, TimeProvider time)
    {
        var conf = new ResolvConfFile(options.ResolvFile, time);
        var refusals = new DnsRefusals(refusal =>
        {
            lock (Refusals) Refusals.Add(refusal);
            return true;
        }, time);
        var gate = new DnsGate(Snapshots, conf, new DnsRate(time), _meters, refusals);
        _port = new(options, gate, new DnsForwarder(options, conf, time), time, NullLogger<DnsPort>.Instance);
        return _port.StartAsync(CancellationToken.None);
    }
}
