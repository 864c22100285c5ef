using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Compile.Routes;

namespace AiGateway.Operator.Compile.Prices;

/// <summary>What has no price: of a route by itself, and of what limits in US dollars count. It looks where a sidecar looks, at the prices that stand in the bundle, and finds what the sidecar will not.</summary>
internal static class PriceGaps
{
    /// <summary>Those of a route, for every name that it has; null where no call goes through it.</summary>
    /// <param name="route">The route.</param>
    /// <param name="index">The credentials of all namespaces.</param>
    public static ImmutableArray<PriceGap>? OfRoute(CompiledRoute route, ProviderIndex index)
    {
        if (route.Rule is not { Targets.IsEmpty: false } rule) return null;
        var accounts = rule.Targets.Select(target => target.Provider).Distinct(StringComparer.Ordinal).Select(name => index.Of(name).Rule!);
        return Sort(Find(rule, rule.Models, ByName(BundlePrices.Of(accounts, [rule]))).Select(found => found.Gap));
    }

    /// <summary>Those that limits in US dollars count, each once for each limit; none where no such limit stands in the rules.</summary>
    public static ImmutableArray<PriceGap> OfLimits(BundleRules rules)
    {
        var limits = rules.Agent.Policies.SelectMany(policy => policy.Limits ?? []).Concat(rules.Budgets ?? []).Where(limit => limit.Unit == LimitUnit.Usd).ToList();
        if (limits.Count == 0) return [];
        var accounts = ByName(rules.Providers);
        var found = rules.Routes.SelectMany(route => Find(route, [.. Reach.Names(rules.Agent.Policies, route)], accounts)).ToList();
        return Sort(limits.SelectMany(limit => found.Where(one => Counts(limit, one.Asked)).Select(one => one.Gap with { Limit = limit })));
    }

    /// <summary>Each once, in an order that does not depend on that of the routes.</summary>
    public static ImmutableArray<PriceGap> Sort(IEnumerable<PriceGap> gaps) =>
    [
        .. gaps.DistinctBy(gap => (gap.Limit?.Limit, gap.Account, gap.Model))
            .OrderBy(gap => gap.Limit?.Limit, StringComparer.Ordinal)
            .ThenBy(gap => gap.Account, StringComparer.Ordinal)
            .ThenBy(gap => gap.Model, StringComparer.Ordinal),
    ];

    /// <summary>A drained target gets no calls, and needs no price.</summary>
    private static IEnumerable<(PriceGap Gap, ImmutableArray<string> Asked)> Find(RouteRule route, ImmutableArray<string> asked, FrozenDictionary<string, ProviderRef> accounts) =>
        from target in route.Targets
        where target.Weight != 0
        from name in target.Model is { } model ? [model] : asked
        let gap = Judge(accounts[target.Provider], name)
        where gap is not null
        select (gap, target.Model is null ? [name] : asked);

    private static PriceGap? Judge(ProviderRef account, string name)
    {
        ImmutableArray<PriceRule> prices = account.Prices ?? [];
        if (!name.EndsWith('*')) return PriceMatch.Find(prices, PriceNames.FormsOf(account.Kind, name)) is null ? new(name, account.Provider) : null;
        if (prices.Any(price => Reach.Covers(price.Model, name))) return null;
        return new(name, account.Provider) { IsPartial = prices.Any(price => BundlePrices.Matters(account.Kind, name, price)) };
    }

    private static bool Counts(LimitRule limit, ImmutableArray<string> asked) =>
        limit.Models is { } models ? models.Any(pattern => asked.Any(name => ModelPattern.Overlap(pattern, name))) : limit.Tools is null;

    private static FrozenDictionary<string, ProviderRef> ByName(IEnumerable<ProviderRef> accounts) => accounts.ToFrozenDictionary(account => account.Provider, StringComparer.Ordinal);
}
