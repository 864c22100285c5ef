using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>What chooses targets and remembers their health, on a clock that a test sets.</summary>
internal sealed class PlannerHouse
{
    /// <summary>A failure that another target, or another try, may mend.</summary>
    public static readonly AttemptFailure Busy = new(503, ErrorKind.Overloaded, null);

    /// <summary>Opens after four calls of which half failed, for five seconds.</summary>
    public static readonly BreakerRule Breaker = new() { FailurePercent = 50, MinCalls = 4, WindowMs = 10_000, OpenMs = 5000 };

    private readonly AttemptPlanners _planners;

    public PlannerHouse()
    {
        Ledger = new(Clock);
        _planners = new(Ledger, new(new Random(7)), Clock);
    }

    public ManualTime Clock { get; } = new();

    public TargetLedger Ledger { get; }

    /// <summary>A call begins.</summary>
    public AttemptPlanner Start(ModelRoute route, ulong? conversation = null) => _planners.Start(GivenRouting.Plan(route, conversation));
}
