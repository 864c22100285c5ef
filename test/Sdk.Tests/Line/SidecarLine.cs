using System.Net;
using System.Net.Sockets;
using AiGateway.Fakes;

namespace AiGateway.Sdk.Tests.Line;

/// <summary>The real line: the operator over a folder, the ahead-of-time sidecar with the bundle it gets from it, fake providers behind.</summary>
internal sealed class SidecarLine : IAsyncDisposable
{
    private static readonly TimeSpan PublishBound = TimeSpan.FromMinutes(8);
    private readonly string _folder = Directory.CreateTempSubdirectory("aigateway-sdk-").FullName;
    private readonly int _streamPort = FreePort();
    private readonly int _apiPort = FreePort();
    private readonly int _healthPort = FreePort();
    private ChildProcess? _operator;
    private ChildProcess? _sidecar;

    private SidecarLine(FakeProvider primary, FakeProvider backup, FakeProvider every)
    {
        Primary = primary;
        Backup = backup;
        Every = every;
    }

    public FakeProvider Primary { get; }

    public FakeProvider Backup { get; }

    /// <summary>A provider of every kind, on one port; it remembers nothing.</summary>
    public FakeProvider Every { get; }

    /// <summary>What injection sets as OPENAI_BASE_URL.</summary>
    public string BaseUrl => $"{Root}/openai/v1";

    /// <summary>What stands before each dialect's path.</summary>
    public string Root => $"http://127.0.0.1:{_apiPort}";

    /// <summary>The sidecar's audit lines.</summary>
    public IEnumerable<string> Audit => _sidecar!.Output;

    public static async Task<SidecarLine> StartAsync()
    {
        await PublishAsync();
        var line = new SidecarLine(await ProviderAsync(Manifests.PrimaryKey), await ProviderAsync(Manifests.BackupKey), await ProviderAsync(Manifests.PrimaryKey, 0));
        try
        {
            await line.StartOperatorAsync();
            await line.StartSidecarAsync();
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <summary>Replaces the file whole, as an editor does.</summary>
    public void EditPolicy(string from, string to)
    {
        var file = Path.Combine(_folder, "manifests/policy.yaml");
        File.WriteAllText(file + ".new", File.ReadAllText(file).Replace(from, to, StringComparison.Ordinal));
        File.Move(file + ".new", file, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sidecar is not null) await _sidecar.DisposeAsync();
        if (_operator is not null) await _operator.DisposeAsync();
        await Primary.DisposeAsync();
        await Backup.DisposeAsync();
        await Every.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<FakeProvider> ProviderAsync(string key, int remember = 1000) => FakeProvider.StartAsync(new() { Keys = [key], Remember = remember });

    private static async Task PublishAsync()
    {
        await using var publish = ChildProcess.Start(new Dictionary<string, string>(), "bash", "eng/publish.sh", "sidecar");
        if (await publish.EndAsync(PublishBound) != 0) throw new InvalidOperationException($"The sidecar does not publish.\n{publish.Told}");
    }

    private async Task StartOperatorAsync()
    {
        var health = FreePort();
        var manifests = Directory.CreateDirectory(Path.Combine(_folder, "manifests")).FullName;
        Manifests.Write(manifests, this);
        _operator = ChildProcess.Start(new Dictionary<string, string>
        {
            ["AIGATEWAY_FOLDER"] = manifests,
            ["AIGATEWAY_STATE_DIR"] = State,
            ["AIGATEWAY_STREAM_PORT"] = $"{_streamPort}",
            ["AIGATEWAY_WEBHOOK_PORT"] = $"{FreePort()}",
            ["AIGATEWAY_HEALTH_PORT"] = $"{health}",
        }, "dotnet", Checkout.Operator);
        await ReadyAsync("the operator is ready", health, _operator);
        await Eventually.HoldsAsync("the pod has its token", () => Task.FromResult(File.Exists(Token)), () => _operator.Told);
    }

    private async Task StartSidecarAsync()
    {
        _sidecar = ChildProcess.Start(new Dictionary<string, string>
        {
            ["AIGATEWAY_OPERATOR_URL"] = $"https://127.0.0.1:{_streamPort}",
            ["AIGATEWAY_TOKEN_FILE"] = Token,
            ["AIGATEWAY_ROOTS_FILE"] = Path.Combine(State, "ca.crt"),
            ["AIGATEWAY_STATE_DIR"] = Directory.CreateDirectory(Path.Combine(_folder, "sidecar")).FullName,
            ["AIGATEWAY_LISTEN_API"] = $"127.0.0.1:{_apiPort}",
            ["AIGATEWAY_LISTEN_HEALTH"] = $"127.0.0.1:{_healthPort}",
            ["AIGATEWAY_LISTEN_METRICS"] = $"127.0.0.1:{FreePort()}",
        }, Checkout.Sidecar);
        await ReadyAsync("the sidecar has its first bundle", _healthPort, _sidecar);
    }

    private string State => Directory.CreateDirectory(Path.Combine(_folder, "operator")).FullName;

    private string Token => Path.Combine(State, "tokens/sdk_agent");

    private static async Task ReadyAsync(string what, int port, ChildProcess process)
    {
        using var http = new HttpClient();
        await Eventually.HoldsAsync(what, async () =>
        {
            if (process.HasEnded) throw new InvalidOperationException($"It ended before {what}.\n{process.Told}");
            try
            {
                return (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/readyz"))).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, () => process.Told);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
