using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>What a call has used, told by its record: the tokens of all its tries, each at the price of the target that it went to, and those of models that judged for its guardrails, reported and estimated, and what they cost.</summary>
internal readonly struct CallUse
{
    private readonly CallRecord _record;
    private readonly Amounts _all;
    private readonly Amounts _estimated;

    private CallUse(CallRecord record, in Amounts all, in Amounts estimated) => (_record, _all, _estimated) = (record, all, estimated);

    public static CallUse Of(CallRecord record)
    {
        var (all, estimated) = OfCall(record);
        if (record.Plan?.Guard is not { } guard) return new(record, all, estimated);
        for (var index = 0; index < guard.Usage.Count; index++)
        {
            var usage = guard.Usage[index];
            all = new(0, all.Input + usage.Input, all.Output + usage.Output);
            if (!usage.IsReported) estimated = new(0, estimated.Input + usage.Input, estimated.Output + usage.Output);
        }

        return new(record, all, estimated);
    }

    /// <summary>What counts of it in the limit's unit: requests were counted when they were let through, and calls under way are none any more.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="reserved">What the call held of it: what an answer costs whose price nobody knows, where the limit knows no other to go by.</param>
    public Spent Of(Limit limit, long reserved)
    {
        if (!limit.CountsTokens) return default;
        return limit.Unit == LimitUnit.Usd ? Money(limit.Rule.UnknownPrice, reserved) : new(_all.Of(limit.Unit), _estimated.Of(limit.Unit));
    }

    private static (Amounts All, Amounts Estimated) OfCall(CallRecord record)
    {
        if (!Uses(record)) return default;
        var (all, estimated) = (default(Amounts), default(Amounts));
        Add(record.Reply.Usage, ref all, ref estimated);
        foreach (var tried in record.Reply.Earlier) Add(tried.Usage, ref all, ref estimated);
        return (all, estimated);
    }

    private static void Add(in Usage usage, ref Amounts all, ref Amounts estimated)
    {
        var (input, output) = (Math.Max(0, usage.Input), Math.Max(0, usage.Output));
        all = new(0, all.Input + input, all.Output + output);
        if (usage.Source == UsageSource.Estimated) estimated = new(0, estimated.Input + input, estimated.Output + output);
    }

    private static bool Uses(CallRecord record) => record.Call is { } call && CallEstimate.UsesTokens(call.Operation);

    private Spent Money(UnknownPrice unknown, long reserved)
    {
        var spent = GuardCosts.Of(_record, unknown);
        if (!Uses(_record) || _record.Reply.Target is not { } target) return spent;
        var held = reserved;
        spent += Money(target, _record.Reply.Usage, unknown, ref held);
        foreach (var tried in _record.Reply.Earlier) spent += Money(tried.Target, tried.Usage, unknown, ref held);
        return spent;
    }

    /// <summary>What one try cost; one that nothing is known to price costs what the call held, which is counted once.</summary>
    private Spent Money(Target target, in Usage usage, UnknownPrice unknown, ref long held)
    {
        var cost = CallCosts.Of(target, _record.Call?.Model, usage);
        var nanos = cost.Nanos;
        if (cost.IsUnpriced && unknown == UnknownPrice.Zero) nanos = 0;
        else if (cost.IsUnpriced && target.Provider.Prices.Dearest is { } dearest) nanos = dearest.Of(usage.ToCounts()).Nanos;
        else if (cost.IsUnpriced) (nanos, held) = (held, 0);
        return new(nanos, cost.IsEstimated || cost.IsUnpriced ? nanos : 0);
    }
}
