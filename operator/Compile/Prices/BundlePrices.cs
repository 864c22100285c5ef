using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Compile.Prices;

/// <summary>The prices of the models that a bundle's routes can lead to, each account's own words first, and no others.</summary>
internal static class BundlePrices
{
    /// <summary>The accounts with their prices.</summary>
    /// <param name="providers">The bundle's accounts; their prices are what their owners say.</param>
    /// <param name="routes">The bundle's routes, those to models that judge too.</param>
    public static ImmutableArray<ProviderRef> Of(IEnumerable<ProviderRef> providers, IEnumerable<RouteRule> routes)
    {
        var names = routes.SelectMany(route => route.Targets.SelectMany(target => NamesOf(route, target), (target, name) => (target.Provider, Name: name)))
            .Distinct()
            .ToLookup(pair => pair.Provider, pair => pair.Name, StringComparer.Ordinal);
        return [.. providers.Select(provider => Price(provider, [.. names[provider.Provider]]))];
    }

    /// <summary>Whether the price may be that of a name which the pattern matches.</summary>
    /// <param name="kind">The provider's kind.</param>
    /// <param name="pattern">A prefix that ends in <c>*</c>.</param>
    /// <param name="rule">The price.</param>
    public static bool Matters(string kind, string pattern, PriceRule rule) => Matter(PriceNames.FormsOf(kind, pattern), rule);

    /// <summary>A target without a name of its own is called by the name that was asked for.</summary>
    private static ImmutableArray<string> NamesOf(RouteRule route, TargetRule target) => target.Model is { } model ? [model] : route.Models;

    private static ProviderRef Price(ProviderRef provider, ImmutableArray<string> names)
    {
        ImmutableArray<PriceRule> own = provider.Prices ?? [];
        var open = names.Where(IsPattern).ToList();
        var exact = names.Where(name => !IsPattern(name)).Select(name => Find(provider.Kind, own, name)).ToList();
        var rules = exact.OfType<PriceRule>().Concat(open.SelectMany(pattern => Overlapping(provider.Kind, own, pattern)))
            .DistinctBy(rule => rule.Model, StringComparer.Ordinal)
            .OrderBy(rule => rule.Model, StringComparer.Ordinal)
            .Take(PriceRule.MaxRules)
            .ToImmutableArray();
        return provider with
        {
            Prices = rules.IsEmpty ? null : rules,
            DearestPrice = open.Count > 0 || exact.Contains(null) ? own.Append(PriceCatalogue.BuiltIn.Dearest(provider.Kind)).MaxBy(PriceMatch.WeightOf) : null,
        };
    }

    private static PriceRule? Find(string kind, ImmutableArray<PriceRule> own, string name) =>
        (PriceMatch.Find(own, PriceNames.FormsOf(kind, name)) ?? PriceCatalogue.BuiltIn.Find(kind, name)) is { } rule ? rule with { Model = name } : null;

    /// <summary>What names that match the pattern may cost. A row of the catalogue that the account has a word about does not count.</summary>
    private static IEnumerable<PriceRule> Overlapping(string kind, ImmutableArray<PriceRule> own, string pattern)
    {
        var forms = PriceNames.FormsOf(kind, pattern);
        return own.Where(rule => Matter(forms, rule)).Concat(PriceCatalogue.BuiltIn.All(kind)
            .Where(rule => Matter(forms, rule) && PriceMatch.Find(own, PriceNames.FormsOf(kind, rule.Model)) is null));
    }

    /// <summary>Whether it may be the price of a name that the pattern matches: also of one that has only a date more.</summary>
    private static bool Matter(ImmutableArray<string> forms, PriceRule rule) =>
        forms.Any(form => ModelPattern.Overlap(form, rule.Model) || form.StartsWith(rule.Model, StringComparison.Ordinal));

    private static bool IsPattern(string name) => name.EndsWith('*');
}
