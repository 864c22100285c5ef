using AiGateway.Sidecar.Prices;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>What calls cost, by the account and the model that answered.</summary>
internal static class CallCosts
{
    /// <summary>What the call has cost so far, all its tries together; nothing where it used nothing.</summary>
    public static Cost Of(CallRecord record)
    {
        var cost = OfLast(record);
        foreach (var tried in record.Reply.Earlier) cost += Of(tried.Target, record.Call?.Model, tried.Usage);
        return cost;
    }

    /// <summary>What the last try has cost; nothing where it used nothing.</summary>
    public static Cost OfLast(CallRecord record) => record.Reply.Target is { } target ? Of(target, record.Call?.Model, record.Reply.Usage) : default;

    /// <summary>What the usage costs at the target.</summary>
    /// <param name="target">Where the call went.</param>
    /// <param name="asked">The model that was asked for: the target's own name of it, where the target has none.</param>
    /// <param name="usage">What was used.</param>
    public static Cost Of(Target target, string? asked, in Usage usage)
    {
        if (usage.Source == UsageSource.None) return default;
        return PriceOf(target, asked) is { } price ? price.Of(usage.ToCounts()) : Cost.Unknown with { IsEstimated = usage.Source == UsageSource.Estimated };
    }

    /// <summary>What the model costs at the target; null where that is not known.</summary>
    public static Price? PriceOf(Target target, string? asked) => target.Provider.Prices.Find(target.Model ?? asked);
}
