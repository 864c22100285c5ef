using System.Collections.Immutable;
using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>All rules of credentials, by published formats (docs/guardrails-secrets.md). A rule's name is its label in small letters with hyphens: <c>openai-key</c> finds <c>OPENAI_KEY</c>.</summary>
internal static class SecretRules
{
    private static readonly PatternSet s_all = new(All());

    /// <summary>The names, in their order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All().Select(NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The rules without those that are left out.</summary>
    public static PatternSet Except(ImmutableArray<string>? names) =>
        names is { IsDefaultOrEmpty: false } left ? new([.. All().Where(rule => !left.Contains(NameOf(rule)))]) : s_all;

    public static string NameOf(PatternRule rule) => rule.Label.ToLowerInvariant().Replace('_', '-');

    private static ImmutableArray<PatternRule> All() => [.. ModelKeys.Rules, .. CloudKeys.Rules, .. CodeKeys.Rules, .. ServiceKeys.Rules, .. GenericKeys.Rules];
}
