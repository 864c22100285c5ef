using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>
/// A whole sidecar with its doors to the outside. The outside is this machine's loopback: addresses of nobody (RFC 5737) lead to servers here, names to such addresses, and what a client
/// dialled is what the test says, since no kernel redirects here.
/// </summary>
internal sealed class EgressHouse : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, IPEndPoint> _dialled = new();
    private readonly ConcurrentDictionary<IPEndPoint, IPEndPoint> _servers = new();
    private readonly ConcurrentDictionary<string, IPAddress[]> _names = new();

    public HostHouse Host { get; private set; } = null!;

    public FakeStream Operator { get; private set; } = null!;

    public ConcurrentQueue<IPEndPoint> Connected { get; } = new();

    public int ApiPort => Host.Api.Port;

    /// <param name="entries">As <see cref="GivenEgress"/> reads them.</param>
    /// <param name="patience">For first bytes; what tests wait for comes at once.</param>
    public static Task<EgressHouse> StartAsync(string entries, TimeSpan? patience = null) => StartAsync(BundleOf(entries), patience);

    public static async Task<EgressHouse> StartAsync(Bundle bundle, TimeSpan? patience = null)
    {
        var house = new EgressHouse();
        house.Host = await HostHouse.StartAsync(
            TimeSpan.FromMilliseconds(200),
            options => options with { TransparentPort = 0 },
            services =>
            {
                services.AddSingleton(new EgressDialer((name, _) => Task.FromResult(house._names.GetValueOrDefault(name) ?? []), house.DialAsync));
                services.AddSingleton(new DoorOptions { ReadDestination = house.ReadDestination, Patience = patience ?? TimeSpan.FromMinutes(1) });
            });
        house.Operator = await house.Host.ProgramAsync(bundle);
        return house;
    }

    /// <summary>Other rules; returns when they are in force.</summary>
    public async Task ProgramAsync(string entries)
    {
        await Operator.SendAsync(BundleOf(entries));
        await Operator.ReadAsync(EnvelopeTypes.Ack);
    }

    /// <summary>A name leads to an address, and the address to a server here.</summary>
    public void Serve(string name, string address, EndPoint server)
    {
        var at = IPEndPoint.Parse(address);
        _names[name] = [at.Address];
        _servers[at] = (IPEndPoint)server;
    }

    public void Resolve(string name, params string[] addresses) => _names[name] = [.. addresses.Select(IPAddress.Parse)];

    /// <summary>A client that dialled this, and was sent to the transparent port.</summary>
    public async Task<Socket> DialTransparentlyAsync(string? address)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)client.LocalEndPoint!).Port;
        var transparent = new Uri(Host.App.Urls.ElementAt(3)).Port;
        if (address is not null) _dialled[port] = address == "itself" ? new IPEndPoint(IPAddress.Loopback, transparent) : IPEndPoint.Parse(address);
        await client.ConnectAsync(IPAddress.Loopback, transparent);
        return client;
    }

    /// <summary>A client that dialled this is reset, be it before it knew that it was accepted.</summary>
    public async Task IsResetAsync(string? address)
    {
        try
        {
            using var client = await DialTransparentlyAsync(address);
            await TunnelHouse.IsResetAsync(client);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // As it is to be.
        }
    }

    /// <summary>A connection to the API port.</summary>
    public async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, ApiPort);
        return client;
    }

    /// <summary>Sends text and reads an answer's head, and nothing of what follows it.</summary>
    public static async Task<string> AskAsync(Socket client, string request)
    {
        await client.SendAsync(Encoding.ASCII.GetBytes(request));
        return await ReadHeadAsync(client);
    }

    public static async Task<string> ReadHeadAsync(Socket client)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) head.Append((char)(await TunnelHouse.ReadAsync(client, 1))[0]);
        return head.ToString();
    }

    /// <summary>The records of connections, once there are so many.</summary>
    public async Task<List<JsonElement>> RecordsAsync(int count)
    {
        List<JsonElement> records = [];
        await Eventually.HoldsAsync(() => (records = Records()).Count >= count, $"{count} connections are recorded");
        Assert.Equal(count, records.Count);
        return records;
    }

    public async Task<string> PageAsync() => await Host.Client.GetStringAsync(new Uri(Host.Metrics, "/metrics"));

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    private List<JsonElement> Records() =>
        [.. Host.Audit.Lines.Select(line => JsonDocument.Parse(line).RootElement.Clone())
            .Where(line => line.TryGetProperty("kind", out var kind) && kind.GetString() == "egress")];

    private IPEndPoint? ReadDestination(Socket agent) => _dialled.GetValueOrDefault(((IPEndPoint)agent.RemoteEndPoint!).Port);

    private async ValueTask<Socket> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        Connected.Enqueue(address);
        if (!_servers.TryGetValue(address, out var server)) throw new SocketException((int)SocketError.ConnectionRefused);
        return await GuardedDialer.ConnectSocketAsync(server, cancellationToken);
    }

    private static Bundle BundleOf(string entries) =>
        GivenBundle.With(rules => rules with { Agent = new AgentRule { Policies = [GivenEgress.Policy(entries, "team/agents")] } });
}
