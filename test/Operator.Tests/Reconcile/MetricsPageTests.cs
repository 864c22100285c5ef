using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Reconcile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Tests.Status;
using AiGateway.Operator.Tests.Status.Tools;
using AiGateway.Operator.Watch;
using AiGateway.Operator.Watchdog;
using AiGateway.Rig;
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

    [Fact]
    public void Page_OfTheLeader_CountsWhatWaitsForAHuman()
    {
        var page = Page(new LeaderSeat(null, new()), fleet =>
        {
            for (var made = 0; made < 4; made++) fleet.Approvals.CountMade();
            ApprovalOutcome[] outcomes = [ApprovalOutcome.Released, ApprovalOutcome.Used, ApprovalOutcome.Denied, ApprovalOutcome.Expired, ApprovalOutcome.Expired];
            foreach (var outcome in outcomes) fleet.Approvals.Count(outcome);
            fleet.Approvals.Note(open: 256, unplaced: 3);
        }).Split('\n');

        Assert.Equal(
            [
                "aigateway_operator_approvals_made_total 4",
                "aigateway_operator_approvals_approved_total 1",
                "aigateway_operator_approvals_denied_total 1",
                "aigateway_operator_approvals_expired_total 2",
                "aigateway_operator_approvals_dropped_total 0",
                "aigateway_operator_approvals_used_total 1",
                "aigateway_operator_approvals_open 256",
                "aigateway_operator_approvals_without_place 3",
            ],
            page.Where(line => line.StartsWith("aigateway_operator_approvals", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Page_OfTheLeader_CountsPodsThatAreHeld()
    {
        var space = new Namespace { Metadata = new() { Name = "team", Uid = "n" } };
        var inventory = new Inventory
        {
            Namespaces = [space with { Metadata = space.Metadata with { Annotations = ImmutableDictionary<string, string>.Empty.Add(Group.SuspendedAnnotation, "true") } }, space with { Metadata = new() { Name = "shop", Uid = "m" } }],
            Pods = [StatusGiven.Pod("a"), StatusGiven.Pod("b"), StatusGiven.Pod("c") with { Metadata = new() { Namespace = "shop", Name = "c", Uid = "c" } }],
            Agents = [new() { Metadata = new() { Namespace = "shop", Name = "c", Uid = "ac", Generation = 1 }, Spec = new() { Workload = new() { Kind = "Pod", Name = "c" }, Quarantine = Quarantine.NoTools } }],
        };
        var changes = new ChangeSignal();
        using var loop = new CompileLoop(new ScriptedSource { Now = inventory }, changes, new(), new CompileOptions(), NullLogger<CompileLoop>.Instance);
        await loop.StartAsync(TestContext.Current.CancellationToken);
        changes.Raise();
        await Eventually.HoldsAsync(() => loop.Latest is not null, "a turn is done");

        var page = Page(new LeaderSeat(null, new()), loop: loop).Split('\n');

        Assert.Contains("aigateway_operator_suspended_pods 2", page);
        Assert.Contains("aigateway_operator_quarantined_pods 1", page);
        await loop.StopAsync(TestContext.Current.CancellationToken);
    }

    private static PodFinding Finding(string reason) => new() { Pod = StatusGiven.Pod("a"), Reason = reason, Note = "", Restarter = null };

    private string Page(LeaderSeat seat, Action<FleetFigures>? note = null, CompileLoop? loop = null)
    {
        var bundles = new BundleBoard();
        using var idle = new CompileLoop(new ScriptedSource(), new ChangeSignal(), bundles, new CompileOptions { Time = _given.Time }, NullLogger<CompileLoop>.Instance);
        var fleet = new FleetFigures(_given.Sidecars, bundles, seat, _given.Time);
        note?.Invoke(fleet);
        return new MetricsPage(loop ?? idle, bundles, _given.Sidecars, fleet, _given.Writer).Write();
    }
}
