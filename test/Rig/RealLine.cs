namespace AiGateway.Rig;

/// <summary>The operator over a folder of manifests, and the sidecar as it ships with the bundle that it gets from it.</summary>
public sealed class RealLine : IAsyncDisposable
{
    private static readonly TimeSpan PublishBound = TimeSpan.FromMinutes(15);
    private readonly string _folder = Directory.CreateTempSubdirectory("aigateway-line-").FullName;
    private readonly int _streamPort = FreePort.Find();
    private readonly int _healthPort = FreePort.Find();
    private readonly int _apiPort = FreePort.Find();
    private readonly string _pod;
    private ChildProcess? _operator;
    private ChildProcess? _sidecar;

    private RealLine(string pod) => _pod = pod;

    /// <summary>Where the agent calls; localhost, as the agent's pod has it, is the same.</summary>
    public string Root => $"http://127.0.0.1:{_apiPort}";

    /// <summary>The folder that the operator watches.</summary>
    public string Manifests => Directory.CreateDirectory(Path.Combine(_folder, "manifests")).FullName;

    /// <summary>The statuses of all resources, as the operator wrote them last.</summary>
    public string Statuses => File.Exists(Path.Combine(State, "status.json")) ? File.ReadAllText(Path.Combine(State, "status.json")) : "";

    /// <summary>The sidecar's audit lines.</summary>
    public IEnumerable<string> Audit => _sidecar!.Output;

    /// <summary>What both told last, for a failure's message.</summary>
    public string Told => $"operator:\n{_operator?.Told}\nsidecar:\n{_sidecar?.Told}";

    /// <summary>Starts both; the pod is namespace and name, as the manifests have it.</summary>
    public static async Task<RealLine> StartAsync((string Namespace, string Name) pod, Action<string> writeManifests)
    {
        await PublishAsync();
        var line = new RealLine($"{pod.Namespace}_{pod.Name}");
        try
        {
            writeManifests(line.Manifests);
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

    /// <summary>Replaces a manifest whole, as an editor does.</summary>
    public void Edit(string manifest, string from, string to)
    {
        var file = Path.Combine(Manifests, manifest);
        File.WriteAllText(file + ".new", File.ReadAllText(file).Replace(from, to, StringComparison.Ordinal));
        File.Move(file + ".new", file, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sidecar is not null) await _sidecar.DisposeAsync();
        if (_operator is not null) await _operator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string State => Directory.CreateDirectory(Path.Combine(_folder, "operator")).FullName;

    private string Token => Path.Combine(State, "tokens", _pod);

    private static async Task PublishAsync()
    {
        await using var publish = ChildProcess.Start(new Dictionary<string, string>(), "bash", "eng/publish.sh", "sidecar");
        if (await publish.EndAsync(PublishBound) != 0) throw new InvalidOperationException($"The sidecar does not publish.\n{publish.Told}");
    }

    private async Task StartOperatorAsync()
    {
        var health = FreePort.Find();
        _operator = ChildProcess.Start(new Dictionary<string, string>
        {
            ["AIGATEWAY_FOLDER"] = Manifests,
            ["AIGATEWAY_STATE_DIR"] = State,
            ["AIGATEWAY_STREAM_PORT"] = $"{_streamPort}",
            ["AIGATEWAY_WEBHOOK_PORT"] = $"{FreePort.Find()}",
            ["AIGATEWAY_HEALTH_PORT"] = $"{health}",
        }, "dotnet", Checkout.Operator);
        await ReadyAsync("the operator is ready", health, _operator);
        await Eventually.HoldsAsync(() => File.Exists(Token), "the pod has its token", () => _operator.Told);
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
            ["AIGATEWAY_LISTEN_METRICS"] = $"127.0.0.1:{FreePort.Find()}",
        }, Checkout.Sidecar);
        await ReadyAsync("the sidecar has its first bundle", _healthPort, _sidecar);
    }

    private static async Task ReadyAsync(string what, int port, ChildProcess process)
    {
        using var http = new HttpClient();
        await Eventually.HoldsAsync(async () =>
        {
            if (process.HasEnded) throw new InvalidOperationException($"It ended with {process.ExitCode} before {what}.\n{process.Told}");
            try
            {
                return (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/readyz"))).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, what, () => process.Told);
    }
}
