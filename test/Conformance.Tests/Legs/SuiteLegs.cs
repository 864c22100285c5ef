using AiGateway.Conformance.Tests.Suite;
using AiGateway.Rig;

namespace AiGateway.Conformance.Tests.Legs;

/// <summary>Runs every leg both ways, once for all tests; each test reads its own. A line that does not start fails those that go through it alone.</summary>
public sealed class SuiteLegs : IAsyncLifetime
{
    private const string HeaderValidation = "http-header-validation";
    private readonly Dictionary<Leg, Task<IReadOnlyList<Check>>> _direct = [];
    private readonly Dictionary<Leg, Task<IReadOnlyList<Check>>> _through = [];
    private readonly Dictionary<ClientLeg, Task<IReadOnlyList<Check>>> _clientDirect = [];
    private readonly Dictionary<ClientLeg, Task<IReadOnlyList<Check>>> _clientThrough = [];
    private ToolServers? _servers;

    /// <summary>Header validation at a server that does not compare.</summary>
    internal Task<IReadOnlyList<Check>> LaxDirect { get; private set; } = null!;

    /// <summary>The same with the sidecar in front.</summary>
    internal Task<IReadOnlyList<Check>> LaxThrough { get; private set; } = null!;

    internal Task<IReadOnlyList<Check>> DirectAsync(Leg leg) => _direct[leg];

    internal Task<IReadOnlyList<Check>> ThroughAsync(Leg leg) => _through[leg];

    internal Task<IReadOnlyList<Check>> DirectAsync(ClientLeg leg) => _clientDirect[leg];

    internal Task<IReadOnlyList<Check>> ThroughAsync(ClientLeg leg) => _clientThrough[leg];

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (!NodeModules.CanInstall) return;

        await SuiteRun.InstallAsync();
        var servers = _servers = await ToolServers.StartAsync();
        var line = servers.StartLineAsync();
        foreach (var leg in Leg.All)
        {
            _direct[leg] = SuiteRun.AllAsync(servers.Direct(leg.Server), leg.Revision);
            _through[leg] = AfterAsync(line, () => SuiteRun.AllAsync(servers.Through(leg.Server), leg.Revision));
        }
        foreach (var leg in ClientLeg.All)
        {
            _clientDirect[leg] = SuiteRun.ClientAsync(leg.Scenario, leg.Revision, new Dictionary<string, string>());
            _clientThrough[leg] = AfterAsync(line, () => SuiteRun.ClientAsync(leg.Scenario, leg.Revision, servers.Lead(leg)));
        }
        LaxDirect = SuiteRun.OneAsync(servers.Direct(ToolServers.Lax), "2026-07-28", HeaderValidation);
        LaxThrough = AfterAsync(line, () => SuiteRun.OneAsync(servers.Through(ToolServers.Lax), "2026-07-28", HeaderValidation));
        await Task.WhenAll([.. _direct.Values, .. _through.Values, .. _clientDirect.Values, .. _clientThrough.Values, LaxDirect, LaxThrough]).ContinueWith(_ => { }, TaskScheduler.Default);
        await ConformancePage.WriteAsync(this);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_servers is not null) await _servers.DisposeAsync();
    }

    private static async Task<IReadOnlyList<Check>> AfterAsync(Task line, Func<Task<IReadOnlyList<Check>>> run)
    {
        await line;
        return await run();
    }
}
