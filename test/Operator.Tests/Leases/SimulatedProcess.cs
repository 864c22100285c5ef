using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Leases;

namespace AiGateway.Operator.Tests.Leases;

/// <summary>One sidecar's truth about one limit.</summary>
internal sealed class SimulatedProcess(int pod, int epoch)
{
    public int Pod { get; } = pod;

    public HolderId Id { get; } = HolderId.Of($"pod-{pod}", Epochs.Write((ulong)epoch));

    public long Granted { get; private set; }

    public long Used { get; private set; }

    public long Estimated { get; private set; }

    public long Returned { get; private set; }

    public long Overdraft { get; private set; }

    public bool Stopped { get; private set; }

    public bool Killed { get; private set; }

    public bool Lives => !Stopped && !Killed;

    public long Left => Math.Max(0, Granted - Returned - Used);

    public List<(long At, long Amount)> Uses { get; } = [];

    public long Sequence { get; private set; }

    public SimulatedWord? Last { get; private set; }

    public void Hear(long granted) => Granted = Math.Max(Granted, granted);

    public void Spend(long amount, bool isEstimated, long now)
    {
        Overdraft += Math.Max(0, amount - Left);
        Used += amount;
        if (isEstimated) Estimated += amount;
        Uses.Add((now, amount));
    }

    public void Return(long amount) => Returned += Math.Min(amount, Left);

    public void Kill() => Killed = true;

    public SimulatedWord Say(long wanted, long now) => Last = new(Id, ++Sequence, State(wanted, null), now);

    public SimulatedWord Stop(long now)
    {
        Return(Left);
        Stopped = true;
        return Last = new(Id, ++Sequence, State(0, true), now);
    }

    private SliceState State(long wanted, bool? final) => new()
    {
        Limit = "team/shared", Scope = LimitScope.Budget, Granted = Granted, Used = Used, Estimated = Estimated, Returned = Returned, Wanted = wanted, Final = final,
    };
}
