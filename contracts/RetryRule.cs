using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>How often and when a target is tried again before the next one's turn comes.</summary>
public sealed record RetryRule
{
    /// <summary>Further tries of one target after the first; 0 for none.</summary>
    public int Attempts { get; init; }

    /// <summary>The statuses that are tried again; null for 408, 409, 429, 500, 502, 503, 504 and 529.</summary>
    public ImmutableArray<int>? Statuses { get; init; }

    /// <summary>The wait before the first further try, doubled each time, in milliseconds, before jitter; null for 250.</summary>
    public int? BackoffMs { get; init; }

    /// <summary>The longest wait of the doubling, and the longest Retry-After that is waited for, in milliseconds; null for 5000.</summary>
    public int? MaxBackoffMs { get; init; }

    /// <summary>Tries again per hundred calls that the pod's calls to one target may add; null for 20.</summary>
    public int? BudgetPercent { get; init; }
}
