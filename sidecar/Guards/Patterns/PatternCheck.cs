using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Patterns;
using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Patterns;

/// <summary>A regular expression of the user.</summary>
internal sealed class PatternCheck : TextCheck
{
    private readonly PatternSet _rules;

    /// <summary>The settings have been found good by <see cref="FindReason"/>.</summary>
    public PatternCheck(CheckFacts facts, PatternSettings settings)
        : base(facts)
    {
        _ = LinearPattern.TryParse(settings.Pattern, settings.IgnoreCase ?? false, out var pattern, out _);
        _rules = new([new(settings.Label ?? "PATTERN", pattern)]);
    }

    /// <summary>What is wrong with the settings; null for nothing.</summary>
    public static string? FindReason(PatternSettings? settings)
    {
        if (settings is null) return "pattern has no settings";
        if (settings.Label is { } label && (label.Length is 0 or > 64 || label.AsSpan().ContainsAnyExcept(s_label))) return "pattern.label must be of 1 to 64 capital letters, digits and underscores";
        return LinearPattern.TryParse(settings.Pattern, settings.IgnoreCase ?? false, out _, out var problem) ? null : $"pattern.pattern {problem}";
    }

    public override TextScan Start() => _rules.Start();

    private static readonly System.Buffers.SearchValues<char> s_label = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}
