using System.Net;
using System.Net.Sockets;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>A whole sidecar on free ports, and the operator that it hangs on.</summary>
internal sealed class HostHouse : IAsyncDisposable
{
    private readonly TestAuthority _authority = new("operator");
    private readonly string _folder = Directory.CreateTempSubdirectory("sidecar-tests-").FullName;
    private readonly MemoryStream _log = new();

    public FakeOperator Operator { get; private set; } = null!;

    public KeptStream Audit { get; } = new();

    public WebApplication App { get; private set; } = null!;

    public Uri Api => new(App.Urls.ElementAt(0));

    public Uri Health => new(App.Urls.ElementAt(1));

    public Uri Metrics => new(App.Urls.ElementAt(2));

    /// <summary>The agent's MCP configuration, as it stands there now.</summary>
    public string McpConfig => File.ReadAllText(Path.Combine(_folder, "mcp.json"));

    public HttpClient Client { get; } = new();

    /// <summary>A sidecar whose clock is the test's.</summary>
    public static Task<HostHouse> StartAsync(ManualTime clock) => StartAsync(before: services => services.AddSingleton<TimeProvider>(clock));

    public static async Task<HostHouse> StartAsync(TimeSpan? drain = null, Func<SidecarOptions, SidecarOptions>? vary = null, Action<IServiceCollection>? before = null)
    {
        var house = new HostHouse();
        house.Operator = await FakeOperator.StartAsync(house._authority.Issue("localhost"));
        await File.WriteAllTextAsync(Path.Combine(house._folder, "token"), "token-1");
        await File.WriteAllTextAsync(Path.Combine(house._folder, "ca.crt"), house._authority.Pem);
        var options = house.Options(drain ?? Eventually.Bound);
        house.App = SidecarHost.Create(vary?.Invoke(options) ?? options, "9.8.7", (house.Audit, house._log), before);
        await house.App.StartAsync();
        return house;
    }

    /// <summary>Sends the bundle and waits until it is in force.</summary>
    public async Task<FakeStream> ProgramAsync(Bundle bundle)
    {
        var (stream, _) = await Operator.GreetAsync();
        await stream.SendAsync(bundle);
        await stream.ReadAsync(EnvelopeTypes.Ack);
        return stream;
    }

    /// <summary>A connection to the API port, for bytes that no client would send.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Api.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public static async Task<string> ReadToEndAsync(NetworkStream connection)
    {
        using var reader = new StreamReader(connection, Encoding.ASCII);
        return await reader.ReadToEndAsync().WithinBoundAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        App.Services.GetRequiredService<Drain>().AgentEnded();
        await Operator.DisposeAsync();
        await App.StopAsync();
        await App.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private SidecarOptions Options(TimeSpan drain) => new()
    {
        Operator = Operator.Url,
        TokenFile = Path.Combine(_folder, "token"),
        RootsFile = Path.Combine(_folder, "ca.crt"),
        StateFolder = _folder,
        McpFolder = _folder,
        Api = new IPEndPoint(IPAddress.Loopback, 0),
        Health = new IPEndPoint(IPAddress.Loopback, 0),
        Metrics = new IPEndPoint(IPAddress.Loopback, 0),
        ByteBudget = 1 << 20,
        MaxBody = 1 << 16,
        MaxStaleness = TimeSpan.FromHours(1),
        OnLoss = ControlPlaneLoss.KeepLast,
        Drain = drain,
    };
}
