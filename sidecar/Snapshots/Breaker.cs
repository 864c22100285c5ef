using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>When a target that fails is left alone, every default filled in. What it has seen is not in here: it outlives the snapshot.</summary>
internal sealed record Breaker
{
    public int FailurePercent { get; init; } = 50;

    public int MinCalls { get; init; } = 10;

    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Open { get; init; } = TimeSpan.FromSeconds(15);

    public static Breaker? From(BreakerRule? rule)
    {
        var own = new Breaker();
        return rule is null ? null : new()
        {
            FailurePercent = rule.FailurePercent ?? own.FailurePercent,
            MinCalls = rule.MinCalls ?? own.MinCalls,
            Window = TimeSpan.FromMilliseconds(rule.WindowMs ?? own.Window.TotalMilliseconds),
            Open = TimeSpan.FromMilliseconds(rule.OpenMs ?? own.Open.TotalMilliseconds),
        };
    }
}
