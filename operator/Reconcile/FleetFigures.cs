using AiGateway.Operator.Approvals;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Leases;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Registry;
using AiGateway.Operator.Watchdog;

namespace AiGateway.Operator.Reconcile;

/// <summary>What is counted across rooms: the reports of the fleet, by workload, and the injector's requests.</summary>
internal sealed class FleetFigures
{
    private readonly LeaderSeat _seat;
    private long _injections;

    public FleetFigures(SidecarBoard sidecars, BundleBoard bundles, LeaderSeat seat, TimeProvider time, InjectionCounts? injected = null)
    {
        _seat = seat;
        Injected = injected ?? new();
        Ledger = new ReportLedger(time);
        sidecars.Told += (_, state) => Note(bundles, state);
    }

    public ReportLedger Ledger { get; }

    /// <summary>What became of the pods at admission.</summary>
    public InjectionCounts Injected { get; }

    /// <summary>What the watchdog finds; it looks at the leader alone.</summary>
    public WatchdogFigures Watchdog { get; } = new();

    /// <summary>What is leased; by the leader alone.</summary>
    public LeaseFigures Leases { get; } = new();

    /// <summary>What the registry does; it writes at the leader alone.</summary>
    public RegistryFigures Registry { get; } = new();

    /// <summary>What became of questions that wait for a human; the leader alone asks.</summary>
    public ApprovalFigures Approvals { get; } = new();

    public bool Leads => _seat.Leads;

    public long Injections => Interlocked.Read(ref _injections);

    public void CountInjection() => Interlocked.Increment(ref _injections);

    private void Note(BundleBoard bundles, SidecarState state)
    {
        if (state.Report is not { } report || bundles.Find(state.PodUid)?.Agent is not { } agent) return;
        Ledger.Add(state.PodUid, agent.Namespace, $"{agent.WorkloadKind}/{agent.WorkloadName}", report);
    }
}
