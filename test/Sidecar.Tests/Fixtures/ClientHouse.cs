using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>The control side of a sidecar without its ports: client, keeper and store in a folder of their own, with short waits.</summary>
internal sealed class ClientHouse : IAsyncDisposable
{
    private readonly LogLines<BundleClient> _log = new();
    private BundleClient? _client;

    public ClientHouse(Uri url, string roots, string? folder = null)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("sidecar-tests-").FullName;
        Options = new BundleClientOptions
        {
            Operator = url,
            TokenFile = Path.Combine(Folder, "token"),
            RootsFile = Path.Combine(Folder, "ca.crt"),
            Version = "9.8.7",
            Epoch = "epoch-1",
            Totals = () => Totals,
            Servers = () => Servers,
            Enforcement = () => Enforcement,
            Finish = () => Finished.TrySetResult(),
            ReportEvery = TimeSpan.FromMilliseconds(20),
            HealthyAfter = TimeSpan.Zero,
            Farewell = TimeSpan.FromMilliseconds(100),
        };
        File.WriteAllText(Options.TokenFile, "token-1\n");
        File.WriteAllText(Options.RootsFile, roots);
        var store = new LastGoodStore(Folder, TimeProvider.System, NullLogger<LastGoodStore>.Instance);
        Keeper = new SnapshotKeeper(Holder, new SnapshotBuilder(new ProviderConnections(new(), (_, _) => Task.FromResult<System.Net.IPAddress[]>([]))),
            store, new StalenessOptions(), TimeProvider.System);
    }

    public string Folder { get; }

    public BundleClientOptions Options { get; set; }

    public IReadOnlyCollection<string> Logged => _log.Lines;

    /// <summary>Connections that failed.</summary>
    public int Attempts => _log.Lines.Count(line => line.StartsWith("The operator is not connected", StringComparison.Ordinal));

    public SnapshotHolder Holder { get; } = new();

    public SnapshotKeeper Keeper { get; }

    public TaskCompletionSource Finished { get; } = new();

    public Report Totals { get; set; } = new() { Epoch = "", Sequence = 0 };

    public ImmutableArray<SeenServer> Servers { get; set; } = [];

    public Enforcement Enforcement { get; set; } = new() { Level = EnforcementLevel.Cooperative };

    public async Task StartAsync()
    {
        Keeper.Restore();
        var backoff = new Backoff(new BackoffOptions { Least = TimeSpan.FromMilliseconds(10), Most = TimeSpan.FromMilliseconds(50) }, new Random(1));
        _client = new BundleClient(Options, Keeper, backoff, TimeProvider.System, _log);
        await _client.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync()
    {
        if (_client is not { } client) return;
        _client = null;
        await client.StopAsync(CancellationToken.None);
        client.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
