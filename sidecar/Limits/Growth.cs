using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Limits;

/// <summary>
/// What an open call takes more where its answer grows beyond what was reserved: ahead of it where the request did not say how much it wants, and else only where the provider gives more than was asked for. All limits
/// or none; where there is nothing left to take, and what was reserved is used up, the call ends.
/// </summary>
internal static class Growth
{
    /// <summary>Events of a stream that carry no token, which the estimate of what passed counts all the same.</summary>
    private const long Framing = 16;

    /// <param name="charge">What the call holds, and expects.</param>
    /// <param name="soFar">What was told, or has passed. Input grows where one exchange holds many answers.</param>
    public static Refusal? Take(CallCharge charge, (long Input, long Output) soFar)
    {
        var expected = charge.Expected;
        var passed = charge.IsBound ? soFar.Output - Framing : soFar.Output;
        var asksMore = soFar.Input > expected.Input;
        if (!asksMore && passed <= (charge.IsBound ? expected.Output : expected.Output - (expected.Output / 4))) return null;

        var used = expected with { Input = Math.Max(expected.Input, soFar.Input), Output = Math.Max(expected.Output, passed) };
        var wide = used with { Output = Math.Max(used.Output, passed + Math.Max(OutputSeen.Least, passed / 4)) };
        var overdraws = !charge.Ledger.IsConnected;
        if (TryTake(charge, wide, overdraws, out _) is null) return null;
        if (!asksMore && passed <= expected.Output) return null; // There may be more before it is needed.
        return TryTake(charge, used, overdraws, out _);
    }

    /// <summary>Takes what is missing until so much is held.</summary>
    /// <param name="charge">What the call holds; nobody else changes it meanwhile.</param>
    /// <param name="amounts">What it expects from now on.</param>
    /// <param name="overdraws">Whether slices are overdrawn where their limit says so: the operator is away.</param>
    /// <param name="lacking">The slice that has too little, where more of it could be leased; null else.</param>
    public static Refusal? TryTake(CallCharge charge, in Amounts amounts, bool overdraws, out SliceCount? lacking)
    {
        lacking = null;
        var (ledger, now) = (charge.Ledger, charge.Ledger.Now);
        var holds = charge.Holds;
        for (var index = 0; index < holds.Length; index++)
        {
            ref var hold = ref holds[index];
            hold.Extra = ExtraOf(charge, hold, amounts);
            if (hold.Extra == 0 || TryTake(ref hold, overdraws, now)) continue;
            var refusal = LimitRefusals.Of(hold, hold.Extra, charge, now);
            if (hold.Count is SliceCount slice && hold.Reserved + hold.Extra <= hold.Limit.Amount) lacking = slice;
            ledger.Touched(hold);
            for (var before = 0; before < index; before++) GiveBack(ref holds[before], now);
            return refusal;
        }

        for (var index = 0; index < holds.Length; index++)
        {
            holds[index].Reserved += holds[index].Extra;
            ledger.Touched(holds[index]);
        }

        charge.Expected = amounts;
        return null;
    }

    private static long ExtraOf(CallCharge charge, in Hold hold, in Amounts amounts)
    {
        if (hold.Limit.Unit is not (LimitUnit.InputTokens or LimitUnit.OutputTokens or LimitUnit.TotalTokens or LimitUnit.Usd)) return 0;
        return charge.TryAmount(hold, amounts, out var amount) ? Math.Max(0, amount - hold.Reserved) : 0;
    }

    private static bool TryTake(ref Hold hold, bool overdraws, long now)
    {
        if (!hold.Limit.IsAudit && !(overdraws && hold.Limit is { IsLeased: true, Rule.WhenAway: AwayAction.Allow })) return hold.Count.TryReserve(hold.Extra, hold.Limit.Amount, now) == Taken.Yes;
        hold.WouldRefuse |= hold.Count.Reserve(hold.Extra, hold.Limit.Amount, now) == Taken.No && hold.Limit.IsAudit;
        return true;
    }

    private static void GiveBack(ref Hold hold, long now)
    {
        if (hold.Extra > 0) hold.Count.Settle(hold.Extra, default, now);
        hold.Extra = 0;
    }
}
