using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Limits;

/// <summary>What models that judged for a call's guardrails cost. One whose price nobody knows costs what the dearest model of the provider that answered would, unless the limit counts such calls as free.</summary>
internal static class GuardCosts
{
    public static Spent Of(CallRecord record, UnknownPrice unknown)
    {
        if (record.Plan?.Guard is not { } guard) return default;
        var (used, estimated) = (0L, 0L);
        for (var index = 0; index < guard.Usage.Count; index++)
        {
            var usage = guard.Usage[index];
            var nanos = !usage.IsUnpriced ? usage.CostNanos
                : unknown == UnknownPrice.Zero ? 0
                : record.Reply.Target?.Provider.Prices.Dearest?.Of(new Usage(usage.Input, usage.Output, UsageSource.Estimated).ToCounts()).Nanos ?? 0;
            used += nanos;
            if (usage.IsCostEstimated || usage.IsUnpriced) estimated += nanos;
        }

        return new(used, estimated);
    }
}
