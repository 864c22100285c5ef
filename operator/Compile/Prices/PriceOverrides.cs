using System.Collections.Immutable;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources.Prices;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Prices;

/// <summary>The prices that a ProviderCredential says itself: before the catalogue's.</summary>
internal static class PriceOverrides
{
    public static IEnumerable<Diagnostic> Check(ProviderCase one)
    {
        for (var at = 0; at < one.Spec.Prices.Length; at++)
        {
            var price = one.Spec.Prices[at];
            if (AmountsOf(price).Any(amount => amount is not null && Amounts.Read(amount) is null))
                yield return Diagnostic.NotAccepted(Reasons.InvalidPrice, $"spec.prices[{at}]", "an amount is not a number of US dollars with at most nine digits behind the point: correct it");
            else if (price.CachedInput is { } cached && Amounts.Read(cached) > Amounts.Read(price.Input))
                yield return Diagnostic.NotAccepted(Reasons.InvalidPrice, $"spec.prices[{at}]", RuleMessages.CachedAboveInput);
        }
    }

    /// <summary>The rules of an account whose prices are well, in its own order; each model once.</summary>
    public static ImmutableArray<PriceRule>? RulesOf(ProviderCase one) =>
        one.Spec.Prices.IsEmpty ? null : [.. one.Spec.Prices.DistinctBy(price => price.Model, StringComparer.Ordinal).Select(price => Read(price, one.Name))];

    private static PriceRule Read(ModelPrice price, string source) => new()
    {
        Model = price.Model,
        Source = source,
        Input = Amounts.Read(price.Input)!.Value,
        Output = Amounts.Read(price.Output)!.Value,
        CachedInput = Read(price.CachedInput),
        CacheWrite = Read(price.CacheWrite),
        CacheWriteHour = Read(price.CacheWriteHour),
        Reasoning = Read(price.Reasoning),
        AudioInput = Read(price.AudioInput),
        AudioOutput = Read(price.AudioOutput),
        ImageInput = Read(price.ImageInput),
        ImageOutput = Read(price.ImageOutput),
        Request = Read(price.Request),
        WebSearch = Read(price.WebSearch),
        Image = Read(price.Image),
        LongFrom = price.LongContext?.Above,
        LongInput = Read(price.LongContext?.Input),
        LongOutput = Read(price.LongContext?.Output),
        LongCachedInput = Read(price.LongContext?.CachedInput),
    };

    private static decimal? Read(string? amount) => amount is null ? null : Amounts.Read(amount);

    private static IEnumerable<string?> AmountsOf(ModelPrice price) =>
    [
        price.Input, price.Output, price.CachedInput, price.CacheWrite, price.CacheWriteHour, price.Reasoning, price.AudioInput, price.AudioOutput, price.ImageInput, price.ImageOutput,
        price.Request, price.WebSearch, price.Image, price.LongContext?.Input, price.LongContext?.Output, price.LongContext?.CachedInput,
    ];
}
