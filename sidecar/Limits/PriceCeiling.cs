using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Limits;

/// <summary>What a call may cost at most, wherever of its plan's targets it is answered.</summary>
internal static class PriceCeiling
{
    /// <summary>In nanos of a US dollar, at the dearest of the targets; false where the price of one is not known, and the limit does not put up with that, or knows no other to go by.</summary>
    public static bool TryGet(Plan plan, in Amounts amounts, UnknownPrice unknown, out long nanos)
    {
        nanos = 0;
        foreach (var target in plan.Targets)
        {
            var price = CallCosts.PriceOf(target, plan.Permit.Call.Model);
            if (price is null && unknown == UnknownPrice.Zero) continue;
            if (price is null && unknown == UnknownPrice.Estimate) price = target.Provider.Prices.Dearest;
            if (price is null) return false;
            nanos = Math.Max(nanos, price.AtMost(amounts.Input, amounts.Output, amounts.Images, amounts.Units));
        }

        return true;
    }
}
