using System.Collections.Immutable;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Compile.Prices;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Status;

/// <summary>
/// Whether every price is known that is asked for: of a route, for what its calls are told to cost; of a policy or Budget with a limit in US dollars, for what it does with calls. It never makes
/// <c>Ready</c> false: what the user wrote is in force, an unknown price too is dealt with as he wrote.
/// </summary>
internal static class PriceCondition
{
    public const string Type = "PricesKnown";

    private const int Named = 5;

    public static IEnumerable<Condition> Write(ResourceReport report)
    {
        if (report.PriceGaps.Value is { } gaps) yield return Write(gaps);
    }

    private static Condition Write(ImmutableArray<PriceGap> gaps)
    {
        if (gaps.IsEmpty) return ConditionWriter.Make(Type, "True", StatusReasons.PricesKnown, "a price is known for every model that calls can end at");
        var isCertain = gaps.Any(gap => !gap.IsPartial);
        var sentences = gaps.GroupBy(gap => (gap.Limit?.Limit, gap.IsPartial)).OrderBy(group => group.Key.IsPartial).ThenBy(group => group.Key.Limit, StringComparer.Ordinal).Select(group => Describe([.. group]));
        return ConditionWriter.Make(
            Type,
            isCertain ? "False" : "Unknown",
            isCertain ? StatusReasons.UnknownPrice : StatusReasons.OpenNames,
            $"{string.Join("; ", sentences)}; say the prices in spec.prices of the ProviderCredential");
    }

    private static string Describe(ImmutableArray<PriceGap> gaps)
    {
        var head = gaps[0].IsPartial ? "only for some names is a price known of" : "no price is known of";
        var names = string.Join(", ", gaps.Take(Named).Select(gap => $"\"{gap.Model}\" at {gap.Account}"));
        var rest = gaps.Length > Named ? $" and {gaps.Length - Named} more" : "";
        return $"{head} {names}{rest}: {Effect(gaps[0])}";
    }

    private static string Effect(PriceGap gap) => gap switch
    {
        { Limit: null } => "such calls are told as unpriced, and a limit in US dollars does with them what its unknownPrice says (Deny, the default, refuses them)",
        { Limit: { UnknownPrice: UnknownPrice.Estimate } limit } => $"{limit.Limit} counts such calls at the dearest price that is known (unknownPrice is Estimate)",
        { Limit: { UnknownPrice: UnknownPrice.Zero } limit } => $"{limit.Limit} counts such calls as free (unknownPrice is Zero)",
        { Limit: { Audit: true } limit } => $"{limit.Limit} would refuse such calls (unknownPrice is Deny)",
        { Limit: var limit } => $"{limit.Limit} refuses such calls (unknownPrice is Deny)",
    };
}
