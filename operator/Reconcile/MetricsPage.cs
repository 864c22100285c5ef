using System.Globalization;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Leases;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Reconcile;

/// <summary>The operator's figures in Prometheus' text format. The fleet's totals stand at the leader alone, so that a sum over replicas is right.</summary>
internal sealed class MetricsPage(CompileLoop loop, BundleBoard bundles, SidecarBoard sidecars, FleetFigures fleet, StatusWriter statuses)
{
    private static readonly (string Name, Func<Report, decimal> Of)[] Totals =
    [
        ("calls", report => report.Calls), ("denied", report => report.Denied), ("would_deny", report => report.WouldDeny),
        ("failed", report => report.Failed), ("input_tokens", report => report.InputTokens), ("output_tokens", report => report.OutputTokens),
        ("guard_input_tokens", report => report.GuardInputTokens ?? 0), ("guard_output_tokens", report => report.GuardOutputTokens ?? 0),
        ("cost_usd", report => (report.CostNanos ?? 0) / 1_000_000_000m), ("estimated_cost_usd", report => (report.EstimatedCostNanos ?? 0) / 1_000_000_000m), ("unpriced_calls", report => report.Unpriced ?? 0),
    ];

    public string Write()
    {
        var page = new StringBuilder();
        Add(page, "compile_turns_total", "Turns of the compile loop that succeeded.", loop.Counts.Turns);
        Add(page, "compile_failures_total", "Turns that failed and were tried again.", loop.Counts.Failures);
        Add(page, "compile_seconds_total", "Time spent compiling.", loop.Counts.Total.TotalSeconds);
        Add(page, "compile_last_seconds", "Time of the last compilation.", loop.Counts.Last.TotalSeconds);
        Add(page, "agents", "Pods that have a bundle.", loop.Counts.Agents);
        Add(page, "streams", "Sidecars with a stream to this replica.", sidecars.Streams);
        Add(page, "bundles_sent_total", "Bundles written to streams.", bundles.Sent);
        Add(page, "acks_total", "Bundles that sidecars acknowledged.", sidecars.Acks);
        Add(page, "nacks_total", "Bundles that sidecars refused.", sidecars.Nacks);
        Add(page, "injection_requests_total", "Admission reviews answered.", fleet.Injections);
        Add(page, "status_writes_total", "Statuses written.", statuses.Writes);
        Add(page, "registry_writes_total", "Requests that made, wrote or removed Agents.", fleet.Registry.Writes);
        AddInjections(page);
        Add(page, "leader", "1 where this replica leads.", fleet.Leads ? 1 : 0);
        if (fleet.Leads) AddFleet(page);
        if (fleet.Leads) Add(page, "registry_agents", "Workloads that are agents.", fleet.Registry.Agents);
        if (fleet.Leads) Add(page, "registry_shadow_agents", "Of them, those without a sidecar that have a sign of models.", fleet.Registry.Shadows);
        AddStops(page);
        if (fleet.Leads) AddTools(page);
        if (fleet.Leads) AddWatchdog(page);
        if (fleet.Leads) AddLeases(page, fleet.Leases);
        return page.ToString();
    }

    /// <summary>What waits for a human, and who is stopped. Counts stand at every replica that ever led; how it stands now, at the leader alone.</summary>
    private void AddStops(StringBuilder page)
    {
        var approvals = fleet.Approvals;
        Add(page, "approvals_made_total", "ApprovalRequests made.", approvals.Made);
        Add(page, "approvals_approved_total", "ApprovalRequests that a human approved.", approvals.Of(ApprovalOutcome.Released));
        Add(page, "approvals_denied_total", "ApprovalRequests that a human denied.", approvals.Of(ApprovalOutcome.Denied));
        Add(page, "approvals_expired_total", "ApprovalRequests that nobody decided, or used, in time.", approvals.Of(ApprovalOutcome.Expired));
        Add(page, "approvals_dropped_total", "ApprovalRequests that nobody waits for any more.", approvals.Of(ApprovalOutcome.Dropped));
        Add(page, "approvals_used_total", "Approved calls that were let through.", approvals.Of(ApprovalOutcome.Used));
        if (!fleet.Leads) return;
        Add(page, "approvals_open", "ApprovalRequests that nobody has decided.", approvals.Open);
        Add(page, "approvals_without_place", "Questions without an ApprovalRequest, because as many are open as may be.", approvals.Unplaced);
        if (loop.Latest is not { } turn) return;
        var held = turn.Compilation.Agents.Values.Select(bundle => bundle.Rules.Rules.Agent).ToList();
        Add(page, "suspended_pods", "Pods whose agent is suspended: by an Agent, its namespace or a policy.", held.Count(agent => agent.Hold?.SuspendedBy is not null || agent.Policies.Any(policy => policy.Suspended)));
        Add(page, "quarantined_pods", "Pods whose agent is in quarantine.", held.Count(agent => agent.Hold is { Quarantine: not Quarantine.None }));
    }

    /// <summary>Under a name of its own: it is about what the gateway guards, not about the operator.</summary>
    private void AddTools(StringBuilder page)
    {
        const string Name = "aigateway_mcp_tools_unapproved";
        page.Append(CultureInfo.InvariantCulture, $"# HELP {Name} Definitions of a pinned tool server that are not in its spec.approvedTools.\n# TYPE {Name} gauge\n");
        foreach (var (@namespace, server, count) in statuses.Unapproved)
            page.Append(CultureInfo.InvariantCulture, $"{Name}{{namespace=\"{@namespace}\",server=\"{server}\"}} {count}\n");
    }

    private void AddInjections(StringBuilder page)
    {
        const string Name = "aigateway_injections_total";
        page.Append(CultureInfo.InvariantCulture, $"# HELP {Name} Pods at admission by what became of them; the reason is the code of a skip, a refusal or a lower level.\n# TYPE {Name} counter\n");
        foreach (var (outcome, reason, count) in fleet.Injected.All)
            page.Append(CultureInfo.InvariantCulture, $"{Name}{{outcome=\"{outcome}\",reason=\"{reason}\"}} {count}\n");
    }

    private void AddWatchdog(StringBuilder page)
    {
        const string Pods = "aigateway_watchdog_pods";
        const string Restarts = "aigateway_watchdog_restarts_total";
        page.Append(CultureInfo.InvariantCulture, $"# HELP {Pods} Pods that a new pod in their place would be better than.\n# TYPE {Pods} gauge\n");
        foreach (var (reason, pods) in fleet.Watchdog.Found) page.Append(CultureInfo.InvariantCulture, $"{Pods}{{reason=\"{reason}\"}} {pods}\n");
        page.Append(CultureInfo.InvariantCulture, $"# HELP {Restarts} Evictions that the watchdog asked for, and owners at which it stopped.\n# TYPE {Restarts} counter\n");
        foreach (var (outcome, count) in fleet.Watchdog.Restarts) page.Append(CultureInfo.InvariantCulture, $"{Restarts}{{outcome=\"{outcome}\"}} {count}\n");
    }

    private static void AddLeases(StringBuilder page, LeaseFigures leases)
    {
        Add(page, "ledgers", "Ledgers of shared limits.", leases.Books);
        Add(page, "ledger_holders", "Processes that the ledgers know.", leases.Holders);
        Add(page, "ledgers_unreadable", "Ledgers that cannot be read or have grown too big: their limits grant nothing.", leases.Unreadable);
        Add(page, "ledger_grants_total", "Slices granted.", leases.Grants);
        Add(page, "ledger_writes_total", "Ledgers written.", leases.Writes);
        Add(page, "ledger_conflicts_total", "Ledgers that another leader had written.", leases.Conflicts);
        Add(page, "ledger_failures_total", "Ledgers that could not be written.", leases.Failures);
        Add(page, "ledger_written_off_total", "Slices of vanished processes that were counted as used.", leases.WrittenOff);
    }

    private void AddFleet(StringBuilder page)
    {
        var rows = fleet.Ledger.Totals();
        foreach (var (name, of) in Totals)
        {
            Head(page, $"fleet_{name}_total", "What the sidecars of a workload report.");
            foreach (var (@namespace, workload, total) in rows)
                page.Append(CultureInfo.InvariantCulture, $"aigateway_operator_fleet_{name}_total{{namespace=\"{@namespace}\",workload=\"{workload}\"}} {of(total)}\n");
        }
    }

    private static void Add(StringBuilder page, string name, string help, double value)
    {
        Head(page, name, help);
        page.Append(CultureInfo.InvariantCulture, $"aigateway_operator_{name} {value}\n");
    }

    private static void Head(StringBuilder page, string name, string help)
    {
        var type = name.EndsWith("_total", StringComparison.Ordinal) ? "counter" : "gauge";
        page.Append(CultureInfo.InvariantCulture, $"# HELP aigateway_operator_{name} {help}\n# TYPE aigateway_operator_{name} {type}\n");
    }
}
