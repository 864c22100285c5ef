using System.Text.RegularExpressions;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile.Prices;

namespace AiGateway.Operator.Tests.Compile.Prices;

/// <summary>
/// Finds rows of the catalogue that cannot be right: prices whose ratios to each other, to those of their family or to what the same model costs elsewhere no provider has ever had. The usual
/// mistakes: cents for dollars, a thousand for a million, two columns changed, a price for an hour's storage among those for tokens.
/// </summary>
internal static partial class PriceOutliers
{
    private static readonly (string What, Func<PriceRule, decimal?> Of, Func<PriceRule, decimal> To, decimal Least, decimal Most)[] s_ratios =
    [
        ("cached input to input", rule => rule.CachedInput, rule => rule.Input, 0.005m, 0.5m),
        ("cache write to input", rule => rule.CacheWrite, rule => rule.Input, 1m, 1.25m),
        ("an hour's cache write to input", rule => rule.CacheWriteHour, rule => rule.Input, 1.25m, 2m),
        ("audio heard to input", rule => rule.AudioInput, rule => rule.Input, 2m, 70m),
        ("audio spoken to input", rule => rule.AudioOutput, rule => rule.Input, 2m, 140m),
        ("image seen to input", rule => rule.ImageInput, rule => rule.Input, 1m, 2m),
        ("image made to input", rule => rule.ImageOutput, rule => rule.Input, 2m, 120m),
        ("long input to input", rule => rule.LongInput, rule => rule.Input, 1.5m, 2m),
        ("long output to output", rule => rule.LongOutput, rule => rule.Output, 1.2m, 2m),
        ("long cached input to long input", rule => rule.LongCachedInput, rule => rule.LongInput!.Value, 0.005m, 0.5m),
    ];

    public static IEnumerable<string> Find(IReadOnlyCollection<PriceRow> rows) =>
        rows.SelectMany(row => Find(row.Kind, row.Rule).Select(what => $"{row.Kind} {row.Rule.Model}: {what}")).Concat(FindInFamilies(rows)).Concat(FindElsewhere(rows));

    private static IEnumerable<string> Find(string kind, PriceRule rule)
    {
        if (rule.Request is { } call)
        {
            if (call is < 0.0005m or > 0.005m) yield return $"{call} a call";
            yield break;
        }

        if (rule is { Image: { } image, Input: 0, Output: 0 })
        {
            if (image is < 0.005m or > 0.3m) yield return $"{image} an image";
            yield break;
        }

        if (rule.Input is < 0.01m or > 150m) yield return $"input {rule.Input}";
        if (rule.Output > 600m) yield return $"output {rule.Output}";
        if (rule.Output == 0 && !SaysNothing().IsMatch(rule.Model)) yield return "output for nothing";
        if (rule.Output > 0 && (rule.Output / rule.Input < 1 || rule.Output / rule.Input > (rule.AudioOutput is null ? 10 : 20))) yield return $"output to input {rule.Output / rule.Input}";
        if (kind != "deepseek" && rule.CachedInput / rule.Input < 0.05m) yield return $"cached input to input {rule.CachedInput / rule.Input}";
        if (rule.WebSearch is < 0.005m or > 0.04m) yield return $"a search {rule.WebSearch}";
        if (rule.LongFrom is < 100_000 or > 300_000) yield return $"long from {rule.LongFrom}";
        foreach (var (what, of, to, least, most) in s_ratios)
        {
            if (of(rule) is { } amount && (amount < to(rule) * least || amount > to(rule) * most)) yield return $"{what} {amount / to(rule)}";
        }
    }

    /// <summary>Versions of one model: a new one is cheaper or dearer by some, never by an order of magnitude.</summary>
    private static IEnumerable<string> FindInFamilies(IEnumerable<PriceRow> rows) =>
        from family in rows.Where(row => row.Rule.Request is null).GroupBy(row => (row.Kind, Family: Version().Replace(row.Rule.Model, "")))
        from part in new (string What, Func<PriceRule, decimal> Of)[] { ("input", rule => rule.Input), ("output", rule => rule.Output) }
        let prices = family.Select(row => part.Of(row.Rule)).Order().ToList()
        where prices[^1] > prices[0] * 5
        select $"{family.Key.Kind} {family.Key.Family}: {part.What} from {prices[0]} to {prices[^1]}";

    /// <summary>Claude costs at Bedrock what Anthropic asks, and a fifth more for a government.</summary>
    private static IEnumerable<string> FindElsewhere(IReadOnlyCollection<PriceRow> rows)
    {
        var own = rows.Where(row => row.Kind == "anthropic").ToDictionary(row => row.Rule.Model, row => row.Rule, StringComparer.Ordinal);
        foreach (var row in rows.Where(row => row.Kind == "bedrock" && row.Rule.Model.Contains("anthropic.", StringComparison.Ordinal)))
        {
            var forms = PriceNames.FormsOf("bedrock", row.Rule.Model[row.Rule.Model.IndexOf("anthropic.", StringComparison.Ordinal)..]);
            var same = forms.Select(form => own.GetValueOrDefault(form["anthropic.".Length..])).FirstOrDefault(rule => rule is not null);
            if (same is not null && (Differs(row.Rule.Input, same.Input) || Differs(row.Rule.Output, same.Output) || Differs(row.Rule.CachedInput, same.CachedInput)))
                yield return $"bedrock {row.Rule.Model}: not what Anthropic asks for {same.Model}";
        }
    }

    private static bool Differs(decimal? one, decimal? other) => one < other || one > other * 1.2m;

    [GeneratedRegex("embed", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex SaysNothing();

    /// <summary>Dates, numbers of versions, and the words for the newest and the unfinished.</summary>
    [GeneratedRegex("(-(latest|preview|beta|exp|experimental|nightly|[0-9]{2,}|[0-9]{4}-[0-9]{2}-[0-9]{2}|v[0-9]+(:[0-9]+)?)(?=-|:|$))+|:[*]$", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Version();
}
