using System.Net.Sockets;
using System.Text.Json;
using AiGateway.Rig;

namespace AiGateway.Sdk.Tests.Intercepted;

/// <summary>
/// A pod's network that the real program redirected, the ahead-of-time sidecar in it under its own user, and behind it a fake provider. The official host names are given addresses of nobody by the
/// pod's names alone: a client gets through as a policy says, or nowhere.
/// </summary>
internal sealed class InterceptedPod : IAsyncDisposable
{
    public const string RealKey = "sk-the-real-key";
    public const string Placeholder = "aigateway-placeholder";

    private const uint SidecarUser = 15080;
    private const uint AgentUser = 1000;
    private const int ProviderPort = 9000;
    private const string Hosts = "127.0.0.1 localhost\n::1 localhost\n192.0.2.20 api.openai.com\n192.0.2.21 api.anthropic.com\n";

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PublishBound = TimeSpan.FromMinutes(15);

    private readonly PodNetwork _network = PodNetwork.Create();
    private readonly string _folder = Directory.CreateTempSubdirectory("aigateway-intercepted-").FullName;
    private readonly List<ChildProcess> _processes = [];
    private ChildProcess? _sidecar;

    /// <summary>What the agent's containers trust.</summary>
    public string Trust => Path.Combine(_folder, "trust");

    /// <summary>The sidecar's records.</summary>
    public IEnumerable<JsonElement> Audit => _sidecar!.Output.Select(line => JsonDocument.Parse(line).RootElement);

    public static async Task<InterceptedPod> StartAsync()
    {
        await PublishAsync();
        var pod = new InterceptedPod();
        try
        {
            pod.WriteFiles();
            await pod.StartProviderAsync();
            await pod.StartOperatorAsync();
            pod._network.Pod.Run(pod.Program, "redirect");
            await pod.StartSidecarAsync();
            return pod;
        }
        catch
        {
            await pod.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs an agent's program to its end, as a user of no rights; the last line that it printed.</summary>
    public async Task<string> RunAsync(IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        await using var agent = _network.Pod.Start(AgentUser, environment, program, arguments);
        Assert.True(await agent.EndAsync(Bound) == 0, agent.Told);
        return agent.Output.Last();
    }

    /// <summary>Ends the sidecar and starts another over the same files, as Kubernetes does with a container.</summary>
    public async Task RestartSidecarAsync()
    {
        await _sidecar!.DisposeAsync();
        _processes.Remove(_sidecar);
        await StartSidecarAsync();
    }

    /// <summary>The calls that the provider got.</summary>
    public async Task<IReadOnlyList<JsonElement>> SeenAsync()
    {
        using var http = ClientIn(_network.Outside);
        var seen = await http.GetStringAsync(Seen);
        return [.. JsonDocument.Parse(seen).RootElement.GetProperty("calls").EnumerateArray()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        _network.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Program => Path.Combine(_folder, "sidecar");

    private string State => Path.Combine(_folder, "operator");

    private string Token => Path.Combine(State, "tokens", "sdk_agent");

    private static Uri Seen => new($"http://{PodNetwork.OutsideAddress}:{ProviderPort}/_seen");

    private static Uri Ready(int port) => new($"http://127.0.0.1:{port}/readyz");

    private static async Task PublishAsync()
    {
        await using var publish = ChildProcess.Start(new Dictionary<string, string>(), "bash", "eng/publish.sh", "sidecar");
        if (await publish.EndAsync(PublishBound) != 0) throw new InvalidOperationException($"The sidecar does not publish.\n{publish.Told}");
    }

    /// <summary>The sidecar's user writes into two folders and runs a program from a third; <c>ip netns exec</c> puts the files in /etc/netns in the place of the machine's own.</summary>
    private void WriteFiles()
    {
        const UnixFileMode open = (UnixFileMode)0b111_101_101, everybodys = (UnixFileMode)0b111_111_111;
        File.SetUnixFileMode(_folder, open);
        foreach (var (name, mode) in new[] { ("trust", everybodys), ("state", everybodys), ("operator", open), ("manifests", open) })
            File.SetUnixFileMode(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName, mode);
        File.Copy(Checkout.Sidecar, Program);
        var provider = $"http://{PodNetwork.OutsideAddress}";
        File.WriteAllText(Path.Combine(_folder, "manifests/all.yaml"), File.ReadAllText(Path.Combine(Checkout.Root, "test/Sdk.Tests/manifests/intercepted.yaml"))
            .Replace("FAKE_URL", $"{provider}:{ProviderPort}", StringComparison.Ordinal).Replace("FAKE_HOST", provider, StringComparison.Ordinal).Replace("FAKE_KEY", RealKey, StringComparison.Ordinal));
        Directory.CreateDirectory(_network.Pod.Files);
        File.WriteAllText(Path.Combine(_network.Pod.Files, "hosts"), Hosts);
        File.Copy(_network.ResolvConf, Path.Combine(_network.Pod.Files, "resolv.conf"));
    }

    private async Task StartProviderAsync()
    {
        var process = _network.Outside.Start(0, new Dictionary<string, string>
        {
            ["FAKE_LISTEN"] = $"{PodNetwork.OutsideAddress}:{ProviderPort}",
            ["FAKE_KEYS"] = RealKey,
        }, "dotnet", Checkout.FakeProvider);
        _processes.Add(process);
        await AnswersAsync("the provider listens", _network.Outside, Seen, process);
    }

    private async Task StartOperatorAsync()
    {
        var process = _network.Pod.Start(0, new Dictionary<string, string>
        {
            ["AIGATEWAY_FOLDER"] = Path.Combine(_folder, "manifests"),
            ["AIGATEWAY_STATE_DIR"] = State,
            ["AIGATEWAY_STREAM_PORT"] = "8443",
            ["AIGATEWAY_WEBHOOK_PORT"] = "8444",
            ["AIGATEWAY_HEALTH_PORT"] = "8445",
        }, "dotnet", Checkout.Operator);
        _processes.Add(process);
        await AnswersAsync("the operator is ready", _network.Pod, Ready(8445), process);
        await Eventually.HoldsAsync(() => File.Exists(Token), "the pod has its token", () => process.Told);
        // The pod's own user reads them in a cluster.
        foreach (var path in new[] { Path.GetDirectoryName(Token)!, Token, Path.Combine(State, "ca.crt") }) File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    private async Task StartSidecarAsync()
    {
        _sidecar = _network.Pod.Start(SidecarUser, new Dictionary<string, string>
        {
            ["AIGATEWAY_OPERATOR_URL"] = "https://127.0.0.1:8443",
            ["AIGATEWAY_TOKEN_FILE"] = Token,
            ["AIGATEWAY_ROOTS_FILE"] = Path.Combine(State, "ca.crt"),
            ["AIGATEWAY_STATE_DIR"] = Path.Combine(_folder, "state"),
            ["AIGATEWAY_TRUST_DIR"] = Trust,
            ["AIGATEWAY_TRANSPARENT_PORT"] = "15081",
            ["AIGATEWAY_DNS_PORT"] = "15084",
        }, Program);
        _processes.Add(_sidecar);
        await AnswersAsync("the sidecar has its first bundle", _network.Pod, Ready(15082), _sidecar);
    }

    private static async Task AnswersAsync(string what, NetworkNamespace network, Uri at, ChildProcess process)
    {
        using var http = ClientIn(network);
        await Eventually.HoldsAsync(async () =>
        {
            if (process.HasEnded) throw new InvalidOperationException($"It ended before {what}.\n{process.Told}");
            try
            {
                return (await http.GetAsync(at)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, what, () => process.Told);
    }

    private static HttpClient ClientIn(NetworkNamespace network) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = network.In(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
