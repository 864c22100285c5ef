using AiGateway.Rig;

namespace AiGateway.ControlPlane;

/// <summary>One replica of the operator in a process of its own.</summary>
/// <param name="name">As its pod would be called.</param>
/// <param name="settings">Its environment, beside its name, its address and its ports.</param>
/// <param name="command">The program and its arguments.</param>
internal sealed class OperatorReplica(string name, IReadOnlyDictionary<string, string> settings, params string[] command) : IAsyncDisposable
{
    private readonly int _healthPort = FreePort.Find();
    private ChildProcess? _process;

    public string Name => name;

    public int StreamPort { get; } = FreePort.Find();

    /// <summary>Answers once it is ready to serve.</summary>
    public Uri Ready => new($"http://127.0.0.1:{_healthPort}/readyz");

    public bool Runs => _process is { HasEnded: false };

    /// <summary>Its process, while it runs.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>What it told last, for a failure's message.</summary>
    public string Told => $"{name}:\n{_process?.Told}";

    public void Start() => _process = ChildProcess.Start(
        new Dictionary<string, string>(settings)
        {
            ["AIGATEWAY_POD_NAME"] = name,
            ["AIGATEWAY_POD_IP"] = "127.0.0.1",
            ["AIGATEWAY_STREAM_PORT"] = $"{StreamPort}",
            ["AIGATEWAY_WEBHOOK_PORT"] = $"{FreePort.Find()}",
            ["AIGATEWAY_HEALTH_PORT"] = $"{_healthPort}",
        }, command[0], command[1..]);

    /// <summary>By SIGKILL, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process) await process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
