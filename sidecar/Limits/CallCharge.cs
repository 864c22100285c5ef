using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Limits;

/// <summary>
/// What one call holds of every limit that counts it. All or none: where one limit has no room, what was taken of those before it is given back. Requests count from the moment they are let through; all else is
/// reserved by an estimate, and settled once on what was used. Taking more and settling exclude each other by one word.
/// </summary>
internal sealed class CallCharge(LimitLedger ledger, Plan plan, CallRecord record, Hold[] holds) : Charge
{
    /// <summary>Zero is a charge that has taken nothing yet.</summary>
    private const int Open = 1, Growing = 2, Settled = 3;

    private readonly Reply _reply = record.Reply;
    private int _state;
    private Refusal? _stopped;
    private int _before;

    /// <summary>What one try expects to use.</summary>
    public Amounts Once { get; private set; }

    /// <summary>What all tries expect to use; grows with the answer.</summary>
    public Amounts Expected { get; set; }

    /// <summary>Whether the request says how much output it wants.</summary>
    public bool IsBound { get; private set; }

    /// <summary>Where its counts were found.</summary>
    public required LimitBook Book { get; init; }

    public Plan Plan => plan;

    public LimitLedger Ledger => ledger;

    public Span<Hold> Holds => holds;

    /// <summary>The limit that refused the call or cut it; null for none.</summary>
    public Refusal? Stopped => Volatile.Read(ref _stopped);

    public override DateTimeOffset Now => ledger.Clock.GetUtcNow();

    public override Standing Requests => StandingOf(tokens: false);

    public override Standing Tokens => StandingOf(tokens: true);

    /// <summary>So much one try expects to use; before anything is taken.</summary>
    /// <param name="once">What it expects.</param>
    /// <param name="isBound">Whether the request says how much output it wants.</param>
    public void Expect(in Amounts once, bool isBound) => (Once, Expected, IsBound) = (once, once, isBound);

    /// <summary>Takes its part of every limit, or of none; where it has taken already, once more for another try.</summary>
    /// <param name="overdraws">Whether slices are overdrawn where their limit says so: the operator is away.</param>
    /// <param name="lacking">The slice that has too little, where more of it could be leased; null else.</param>
    /// <returns>Why it may not go on; null where it may.</returns>
    public Refusal? TryReserve(bool overdraws, out SliceCount? lacking)
    {
        lacking = null;
        if (ledger.IsClosed) return LimitRefusals.Stopping;
        if (Volatile.Read(ref _state) != 0) return TakeAgain(overdraws, out lacking);
        var now = ledger.Now;
        for (var index = 0; index < holds.Length; index++)
        {
            ref var hold = ref holds[index];
            if (!TryAmount(hold, Expected, out var amount) && !hold.Limit.IsAudit) return Refuse(index, LimitRefusals.OfPrice(hold.Limit, plan.Permit.Call.Model), now);
            if (TryHold(ref hold, amount, overdraws, now)) continue;
            if (hold.Count is SliceCount slice && amount <= hold.Limit.Amount) lacking = slice;
            return Refuse(index, LimitRefusals.Of(hold, amount, this, now), now);
        }

        Commit(now);
        return null;
    }

    /// <summary>Why the call would be refused now, as far as is known here; null where it may pass. Takes nothing.</summary>
    public Refusal? Look()
    {
        var now = ledger.Now;
        foreach (ref var hold in Holds)
        {
            if (hold.Limit.IsAudit) continue;
            if (!TryAmount(hold, Expected, out var amount)) return LimitRefusals.OfPrice(hold.Limit, plan.Permit.Call.Model);
            var isSpent = hold.Count is SliceCount slice ? ledger.IsConnected && slice.IsKnownToLack(amount, now) : amount > 0 && amount > hold.Count.LeftOf(hold.Limit.Amount, now);
            if (isSpent) return LimitRefusals.Of(hold, amount, this, now);
        }

        return null;
    }

    /// <summary>The refusal is the call's end: it is counted, and told of.</summary>
    public Refusal End(Refusal refusal)
    {
        if (refusal.Limit is { } hit) Reach(hit.Limit);
        Volatile.Write(ref _stopped, refusal);
        return refusal;
    }

    public override Refusal? Grow()
    {
        if (Interlocked.CompareExchange(ref _state, Growing, Open) != Open) return null;
        var refusal = Growth.Take(this, ((_before * Once.Input) + _reply.InputSoFar, (_before * Once.Output) + _reply.OutputSoFar));
        Volatile.Write(ref _state, Open);
        return refusal is null ? null : End(refusal);
    }

    public override async ValueTask<Refusal?> TryAgainAsync(CancellationToken cancellationToken)
    {
        if (TryReserve(overdraws: false, out var lacking) is not { } refusal) return null;
        if (lacking is not null) refusal = await SliceWait.RunAsync(this, lacking, ledger, cancellationToken);
        return refusal is null ? null : End(refusal);
    }

    public override void Settle(CallRecord ended)
    {
        if (Enter(Settled) == Settled) return;
        var used = CallUse.Of(ended);
        var now = ledger.Now;
        for (var index = 0; index < holds.Length; index++)
        {
            ref var hold = ref holds[index];
            var spent = used.Of(hold.Limit, hold.Reserved);
            if (hold.Reserved > 0) hold.Count.Settle(hold.Reserved, spent, now);
            else if (spent.Used > 0) hold.State.Count(hold.Count.Key, spent, now);
            ledger.Touched(hold);
        }
    }

    /// <summary>What the call uses of the limit by these amounts; false where it counts money and the price is not known.</summary>
    public bool TryAmount(in Hold hold, in Amounts amounts, out long amount)
    {
        amount = hold.Limit.Unit is LimitUnit.Requests or LimitUnit.ConcurrentCalls ? hold.Messages : amounts.Of(hold.Limit.Unit);
        if (hold.Limit.Unit != LimitUnit.Usd) return true;
        return plan.Permit.Call.Mcp is not null || !CallEstimate.UsesTokens(plan.Permit.Call.Operation) || PriceCeiling.TryGet(plan, amounts, hold.Limit.Rule.UnknownPrice, out amount);
    }

    private Refusal? TakeAgain(bool overdraws, out SliceCount? lacking)
    {
        lacking = null;
        if (Enter(Growing) == Settled) return null;
        var refusal = Growth.TryTake(this, Expected.With(Once), overdraws, out lacking);
        if (refusal is null) _before++;
        Volatile.Write(ref _state, Open);
        return refusal;
    }

    /// <summary>Waits until nobody takes more, and goes on to the state; the one before it.</summary>
    private int Enter(int state)
    {
        var spin = new SpinWait();
        int seen;
        while ((seen = Volatile.Read(ref _state)) != Settled)
        {
            if (seen != Growing && Interlocked.CompareExchange(ref _state, state, seen) == seen) break;
            spin.SpinOnce();
        }

        return seen;
    }

    private static bool TryHold(ref Hold hold, long amount, bool overdraws, long now)
    {
        var forces = hold.Limit.IsAudit || (overdraws && hold.Limit is { IsLeased: true, Rule.WhenAway: AwayAction.Allow });
        Taken taken;
        while (true)
        {
            taken = forces ? hold.Count.Reserve(amount, hold.Limit.Amount, now) : hold.Count.TryReserve(amount, hold.Limit.Amount, now);
            if (taken != Taken.Gone) break;
            hold.Count = hold.State.Of(hold.Count.Key);
        }

        hold.WouldRefuse = hold.Limit.IsAudit && taken == Taken.No;
        if (taken == Taken.No && !forces) return false;
        hold.Reserved = amount;
        return true;
    }

    /// <summary>What was let through has made its requests.</summary>
    private void Commit(long now)
    {
        for (var index = 0; index < holds.Length; index++)
        {
            ref var hold = ref holds[index];
            if (hold.WouldRefuse) hold.State.Reach(audits: true, now);
            ledger.Touched(hold);
            if (hold.Limit.Unit != LimitUnit.Requests) continue;
            hold.Count.Settle(hold.Reserved, Spent.Known(hold.Reserved), now);
            hold.Reserved = 0;
        }

        Volatile.Write(ref _state, Open);
    }

    private Refusal Refuse(int taken, Refusal refusal, long now)
    {
        for (var index = 0; index < taken; index++)
        {
            ref var hold = ref holds[index];
            hold.Count.Settle(hold.Reserved, default, now);
            (hold.Reserved, hold.WouldRefuse) = (0, false);
        }

        return refusal;
    }

    private void Reach(string limit)
    {
        foreach (ref readonly var hold in Holds)
        {
            if (!ReferenceEquals(hold.Limit.Name, limit)) continue;
            hold.State.Reach(audits: false, ledger.Now);
            return;
        }
    }

    private Standing StandingOf(bool tokens)
    {
        var (tightest, now) = (Standing.None, ledger.Now);
        foreach (ref readonly var hold in Holds)
        {
            if (hold.Limit.IsAudit || (tokens ? hold.Limit.Unit is not (LimitUnit.InputTokens or LimitUnit.OutputTokens or LimitUnit.TotalTokens) : hold.Limit.Unit != LimitUnit.Requests)) continue;
            var left = hold.Count.LeftOf(hold.Limit.Amount, now);
            if (!tightest.IsNone && left >= tightest.Remaining) continue;
            tightest = new(hold.Limit.Amount, left, hold.Count.ResetsAt(now) is { } at ? TimeSpan.FromMilliseconds(Math.Max(0, at - now)) : TimeSpan.Zero);
        }

        return tightest;
    }
}
