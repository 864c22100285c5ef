using AiGateway.Contracts;
using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What is wrong with the prices of an account. Bounded, so that no sum of them can overflow.</summary>
internal static class PriceCheck
{
    public static IEnumerable<string> FindReasons(ProviderRef provider)
    {
        var prices = provider.Prices ?? [];
        if (prices.Length > PriceRule.MaxRules) yield return $"there are more than {PriceRule.MaxRules} prices";
        foreach (var rule in provider.DearestPrice is { } dearest ? prices.Add(dearest) : prices)
        {
            if (rule.Model.Length == 0 || rule.Model.Any(char.IsControl)) yield return "a price names no model";
            if (Array.Exists(AmountsOf(rule), amount => amount is < 0 or > PriceRule.MaxAmount)) yield return $"a price of {rule.Model} is below zero or above {PriceRule.MaxAmount}";
            if (rule.LongFrom < 0) yield return $"longFrom of {rule.Model} is below zero";
        }
    }

    private static decimal?[] AmountsOf(PriceRule rule) =>
    [
        rule.Input, rule.Output, rule.CachedInput, rule.CacheWrite, rule.CacheWriteHour, rule.Reasoning, rule.AudioInput, rule.AudioOutput, rule.ImageInput, rule.ImageOutput, rule.Request,
        rule.WebSearch, rule.Image, rule.LongInput, rule.LongOutput, rule.LongCachedInput,
    ];
}
