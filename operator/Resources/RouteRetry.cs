using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>How often and when a target is tried again before the next one's turn comes.</summary>
[CelRule("!has(self.backoff) || !has(self.maxBackoff) || duration(self.backoff) <= duration(self.maxBackoff)", RuleMessages.BackoffOrder)]
public sealed record RouteRetry
{
    /// <summary>Further tries of one target after the first.</summary>
    [Schema(Minimum = 1, Maximum = 10)]
    public required int Attempts { get; init; }

    /// <summary>The statuses that are tried again. Defaults to 408, 409, 429, 500, 502, 503, 504 and 529.</summary>
    [Schema(MinItems = 1, MaxItems = 32, ListType = "set", Minimum = 400, Maximum = 599)]
    public ImmutableArray<int>? Statuses { get; init; }

    /// <summary>The wait before the first further try, doubled each time, before jitter. Defaults to 250ms.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? Backoff { get; init; }

    /// <summary>The longest wait of the doubling, and the longest Retry-After that is waited for. Defaults to 5s.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? MaxBackoff { get; init; }

    /// <summary>Tries again per hundred calls that a pod's calls to one target may add. Defaults to 20.</summary>
    [Schema(Minimum = 1, Maximum = 1000)]
    public int? BudgetPercent { get; init; }
}
