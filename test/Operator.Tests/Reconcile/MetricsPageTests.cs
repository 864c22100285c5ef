using AiGateway.Contracts;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Reconcile;
using AiGateway.Operator.Tests.Status;
using AiGateway.Operator.Tests.Status.Tools;
using AiGateway.Operator.Watch;
using AiGateway.Operator.Watchdog;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Reconcile;

public sealed class MetricsPageTests
{
    private readonly ToolsGiven _given = new();

    [Fact]
    public async Task Page_OfTheLeader_CountsWhatNobodyApproved()
    {
        _given.Servers = [ToolsGiven.Server("git"), ToolsGiven.Server("off", PinningMode.Off), ToolsGiven.Server("web", PinningMode.Block, ToolsGiven.Pin("get"))];
        await _given.Hear("a", _given.Saw("git", ToolsGiven.Pin("read"), ToolsGiven.Pin("write")), _given.Saw("web", ToolsGiven.Pin("get"))).LookAsync();

        var page = Page(new LeaderSeat(null, new())).Split('\n');

        Assert.Equal(
            [
                "aigateway_mcp_tools_unapproved{namespace=\"team\",server=\"git\"} 2",
                "aigateway_mcp_tools_unapproved{namespace=\"team\",server=\"web\"} 0",
            ],
            page.Where(line => line.StartsWith("aigateway_mcp", StringComparison.Ordinal)));
        Assert.Contains("# TYPE aigateway_mcp_tools_unapproved gauge", page);
    }

    [Fact]
    public void Page_OfTheLeader_CountsWhatTheWatchdogFinds()
    {
        var page = Page(new LeaderSeat(null, new()), fleet =>
        {
            fleet.Watchdog.Note([Finding("NoSidecar"), Finding("NoSidecar"), Finding("BelowLevel")]);
            fleet.Watchdog.CountEvicted();
            fleet.Injected.Count(Injection.Denied(SkipReason.HostNetwork));
        }).Split('\n');

        Assert.Equal(
            [
                "aigateway_injections_total{outcome=\"denied\",reason=\"host_network\"} 1",
                "aigateway_watchdog_pods{reason=\"no_sidecar\"} 2",
                "aigateway_watchdog_pods{reason=\"outdated\"} 0",
                "aigateway_watchdog_pods{reason=\"below_level\"} 1",
                "aigateway_watchdog_restarts_total{outcome=\"evicted\"} 1",
                "aigateway_watchdog_restarts_total{outcome=\"blocked\"} 0",
                "aigateway_watchdog_restarts_total{outcome=\"refused\"} 0",
                "aigateway_watchdog_restarts_total{outcome=\"stopped\"} 0",
            ],
            page.Where(line => line.StartsWith("aigateway_watchdog", StringComparison.Ordinal) || line.StartsWith("aigateway_injections", StringComparison.Ordinal)));
    }

    private static PodFinding Finding(string reason) => new() { Pod = StatusGiven.Pod("a"), Reason = reason, Note = "", Restarter = null };

    private string Page(LeaderSeat seat, Action<FleetFigures>? note = null)
    {
        var bundles = new BundleBoard();
        var loop = new CompileLoop(new ScriptedSource(), new ChangeSignal(), bundles, new CompileOptions { Time = _given.Time }, NullLogger<CompileLoop>.Instance);
        var fleet = new FleetFigures(_given.Sidecars, bundles, seat, _given.Time);
        note?.Invoke(fleet);
        return new MetricsPage(loop, bundles, _given.Sidecars, fleet, _given.Writer).Write();
    }
}
