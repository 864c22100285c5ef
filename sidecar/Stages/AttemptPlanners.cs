using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;

namespace AiGateway.Sidecar.Stages;

/// <summary>What the planners of all calls share.</summary>
internal sealed class AttemptPlanners(TargetLedger ledger, Dice dice, TimeProvider clock)
{
    public TargetLedger Ledger => ledger;

    public Dice Dice => dice;

    public TimeProvider Clock => clock;

    /// <summary>The planner of one call; made when it is sent, because the route's bound on the whole begins then.</summary>
    public AttemptPlanner Start(Plan plan) => new(plan, this);
}
