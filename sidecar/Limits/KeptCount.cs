using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Limits;

/// <summary>What one count of a pod's own limit had used when it was written down.</summary>
internal sealed record KeptCount
{
    public required string Limit { get; init; }

    public required LimitUnit Unit { get; init; }

    public int? WindowSeconds { get; init; }

    public LimitPeriod? Period { get; init; }

    public string Key { get; init; } = "";

    /// <summary>The number of each part, and what was used in it, after each other.</summary>
    public required long[] Parts { get; init; }

    /// <summary>Whether the rule still counts this.</summary>
    public bool Fits(LimitRule rule) => rule.Scope == LimitScope.Pod && (Unit, WindowSeconds, Period) == (rule.Unit, rule.WindowSeconds, rule.Period);
}
