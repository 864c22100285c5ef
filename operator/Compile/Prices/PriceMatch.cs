using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Compile.Prices;

/// <summary>Which of several prices is a model's: the exact one of its name or of a form of it, then the longest prefix, then the first. As in the sidecar.</summary>
internal static class PriceMatch
{
    /// <summary>The price among these; null for none.</summary>
    public static PriceRule? Find(IReadOnlyList<PriceRule> rules, ImmutableArray<string> forms) =>
        forms.Select(form => rules.FirstOrDefault(rule => rule.Model == form)).FirstOrDefault(rule => rule is not null) ?? FindPrefix(rules, forms);

    /// <summary>The same, where the exact ones are indexed.</summary>
    public static PriceRule? Find(FrozenDictionary<string, PriceRule> exact, IEnumerable<PriceRule> all, ImmutableArray<string> forms) =>
        forms.Select(form => exact.GetValueOrDefault(form)).FirstOrDefault(rule => rule is not null) ?? FindPrefix(all, forms);

    /// <summary>What orders prices: the dearest tokens of input and output together.</summary>
    public static decimal WeightOf(PriceRule rule) =>
        new[] { rule.Input, rule.CacheWrite, rule.AudioInput, rule.ImageInput, rule.LongInput }.Max()!.Value
        + new[] { rule.Output, rule.Reasoning, rule.AudioOutput, rule.ImageOutput, rule.LongOutput }.Max()!.Value;

    private static PriceRule? FindPrefix(IEnumerable<PriceRule> rules, ImmutableArray<string> forms)
    {
        var prefixes = rules.Where(rule => rule.Model.EndsWith('*')).OrderByDescending(rule => rule.Model.Length).ToList();
        return forms.Select(form => prefixes.Find(rule => ModelPattern.Matches(rule.Model, form))).FirstOrDefault(rule => rule is not null);
    }
}
