using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Limits;
using AiGateway.Rig;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Budget.Tests.Fleet;

/// <summary>One whole sidecar, by the product's own host, on ports of its own in this process.</summary>
internal sealed class SidecarUnit : IAsyncDisposable
{
    private readonly KeptStream _audit = new();
    private readonly KeptStream _log = new();
    private readonly string _folder;
    private readonly WebApplication _app;
    private readonly OperatorDoor _door;
    private bool _stopped;

    public SidecarUnit(string pod, string folder, OperatorDoor door)
    {
        (Pod, _folder, _door) = (pod, folder, door);
        _app = SidecarHost.Create(Options(door.Address), "0.0.0", (_audit, _log));
    }

    public string Pod { get; }

    public Uri Api => new(_app.Urls.First());

    public Uri Health => new(_app.Urls.ElementAt(1));

    /// <summary>What it told last, for a failure's message.</summary>
    public string Log => Encoding.UTF8.GetString(_log.ToArray());

    public Task StartAsync() => _app.StartAsync();

    /// <summary>Its count of the Budget.</summary>
    public SliceCount Slice => _app.Services.GetRequiredService<LimitLedger>().States
        .Where(state => state.Rule.Scope == LimitScope.Budget).SelectMany(state => state.Counts).OfType<SliceCount>().Single();

    /// <summary>The records of its calls.</summary>
    public IReadOnlyList<JsonElement> Audit() =>
        [.. _audit.Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Stops in good order: the last word says what is left.</summary>
    public async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        _app.Services.GetRequiredService<Drain>().AgentEnded();
        using var bound = new CancellationTokenSource(Eventually.Bound);
        await _app.StopAsync(bound.Token);
    }

    /// <summary>Is gone without a word, as a node that burns.</summary>
    public Task VanishAsync()
    {
        _door.Dispose();
        return StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }

    private SidecarOptions Options(Uri operators) => new()
    {
        Operator = operators,
        TokenFile = Path.Combine(_folder, "token"),
        RootsFile = Path.Combine(_folder, "ca.crt"),
        StateFolder = _folder,
        Api = new IPEndPoint(IPAddress.Loopback, 0),
        Health = new IPEndPoint(IPAddress.Loopback, 0),
        Metrics = new IPEndPoint(IPAddress.Loopback, 0),
        ByteBudget = 16 << 20,
        MaxBody = 1 << 20,
        MaxStaleness = TimeSpan.FromHours(1),
        OnLoss = ControlPlaneLoss.KeepLast,
        Drain = Eventually.Bound,
    };
}
