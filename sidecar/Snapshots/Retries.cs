using System.Collections.Frozen;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>How often and when one target is tried again, every default filled in.</summary>
internal sealed record Retries
{
    private static readonly FrozenSet<int> s_statuses = new[] { 408, 409, 429, 500, 502, 503, 504, 529 }.ToFrozenSet();

    /// <summary>Further tries of one target.</summary>
    public int Attempts { get; init; }

    public FrozenSet<int> Statuses { get; init; } = s_statuses;

    /// <summary>The first wait at most; each is twice the one before.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait, and the longest that a provider may ask for.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Tries again per hundred calls to the target.</summary>
    public int BudgetPercent { get; init; } = 20;

    public static Retries From(RetryRule? rule)
    {
        var own = new Retries();
        return rule is null ? own : new()
        {
            Attempts = rule.Attempts,
            Statuses = rule.Statuses?.ToFrozenSet() ?? own.Statuses,
            Backoff = TimeSpan.FromMilliseconds(rule.BackoffMs ?? own.Backoff.TotalMilliseconds),
            MaxBackoff = TimeSpan.FromMilliseconds(rule.MaxBackoffMs ?? own.MaxBackoff.TotalMilliseconds),
            BudgetPercent = rule.BudgetPercent ?? own.BudgetPercent,
        };
    }
}
