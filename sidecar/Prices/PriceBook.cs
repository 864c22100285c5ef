using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Prices;

/// <summary>
/// The prices of one account, by the provider's own name of a model: an exact one wins, then one of the name's forms (<see cref="PriceNames"/>), then the longest prefix, then the first. Immutable;
/// a name that stands in it is found without allocating.
/// </summary>
internal sealed class PriceBook
{
    private readonly string _kind;
    private readonly FrozenDictionary<string, Price> _exact;
    private readonly ImmutableArray<Price> _prefixes;

    private PriceBook(string kind, ImmutableArray<PriceRule> rules, PriceRule? dearest)
    {
        _kind = kind;
        _exact = rules.Where(rule => !IsPrefix(rule)).DistinctBy(rule => rule.Model, StringComparer.Ordinal)
            .ToFrozenDictionary(rule => rule.Model, rule => new Price(rule), StringComparer.Ordinal);
        _prefixes = [.. rules.Where(IsPrefix).OrderByDescending(rule => rule.Model.Length).Select(rule => new Price(rule))];
        Dearest = dearest is null ? _exact.Values.Concat(_prefixes).OrderByDescending(price => price.Weight).FirstOrDefault() : new Price(dearest);
    }

    /// <summary>A book in which nothing stands.</summary>
    public static PriceBook Empty { get; } = new("", [], null);

    /// <summary>What <see cref="UnknownPrice.Estimate"/> counts a model at whose price is not known; null where no price is known at all.</summary>
    public Price? Dearest { get; }

    /// <summary>The prices of an account.</summary>
    public static PriceBook Of(ProviderRef rule) => rule.Prices is null && rule.DearestPrice is null ? Empty : new(rule.Kind, rule.Prices ?? [], rule.DearestPrice);

    /// <summary>What the model costs; null where it is not known.</summary>
    public Price? Find(string? model)
    {
        if (model is null || (_exact.Count == 0 && _prefixes.IsEmpty)) return null;
        return _exact.TryGetValue(model, out var price) ? price : FindForm(model);
    }

    private Price? FindForm(string model)
    {
        var forms = PriceNames.FormsOf(_kind, model);
        foreach (var form in forms)
        {
            if (_exact.TryGetValue(form, out var price)) return price;
        }

        foreach (var form in forms)
        {
            foreach (var price in _prefixes)
            {
                if (ModelPattern.Matches(price.Model, form)) return price;
            }
        }

        return null;
    }

    private static bool IsPrefix(PriceRule rule) => rule.Model.EndsWith('*');
}
