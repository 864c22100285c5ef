using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Prices;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>What a call has used, told by its record: its own tokens and those of models that judged for its guardrails, reported and estimated, and what they cost.</summary>
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
        var usage = record.Reply.Usage;
        var all = new Amounts(0, Math.Max(0, usage.Input), Math.Max(0, usage.Output));
        return (all, usage.Source == UsageSource.Estimated ? all : default);
    }

    private static bool Uses(CallRecord record) => record is { Call: { } call, Reply.Usage.Source: not UsageSource.None } && CallEstimate.UsesTokens(call.Operation);

    private Spent Money(UnknownPrice unknown, long reserved)
    {
        var judges = GuardCosts.Of(_record, unknown);
        if (!Uses(_record) || _record.Reply.Target is not { } target) return judges;
        var cost = CallCosts.Of(_record);
        var nanos = cost.IsUnpriced ? Unpriced(unknown, target.Provider.Prices.Dearest, reserved) : cost.Nanos;
        return new(judges.Used + nanos, judges.Estimated + (cost.IsEstimated || cost.IsUnpriced ? nanos : 0));
    }

    private long Unpriced(UnknownPrice unknown, Price? dearest, long reserved)
    {
        if (unknown == UnknownPrice.Zero) return 0;
        return dearest is null ? reserved : dearest.Of(_record.Reply.Usage.ToCounts()).Nanos;
    }
}
