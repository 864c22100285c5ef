using AiGateway.Rig;

namespace AiGateway.Budget.Tests.Fleet;

/// <summary>One replica of the operator, as this build made it, in a process of its own.</summary>
internal sealed class OperatorReplica(string name, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private ChildProcess? _process;

    public string Name => name;

    public int StreamPort { get; } = FreePort.Find();

    public bool Runs => _process is { HasEnded: false };

    /// <summary>What it told last, for a failure's message.</summary>
    public string Told => $"{name}:\n{_process?.Told}";

    public void Start() => _process = ChildProcess.Start(
        new Dictionary<string, string>(settings)
        {
            ["AIGATEWAY_POD_NAME"] = name,
            ["AIGATEWAY_POD_IP"] = "127.0.0.1",
            ["AIGATEWAY_STREAM_PORT"] = $"{StreamPort}",
            ["AIGATEWAY_WEBHOOK_PORT"] = $"{FreePort.Find()}",
            ["AIGATEWAY_HEALTH_PORT"] = $"{FreePort.Find()}",
        }, "dotnet", Checkout.Operator);

    /// <summary>By SIGKILL, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process) await process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
