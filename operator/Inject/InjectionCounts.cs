using System.Collections.Concurrent;

namespace AiGateway.Operator.Inject;

/// <summary>How many admissions ended how, since the process began. The reason is the code of why a pod was skipped, refused, or injected for less than was asked: a closed set, so that their number is bounded.</summary>
internal sealed class InjectionCounts
{
    private readonly ConcurrentDictionary<(InjectionOutcome Outcome, string Reason), long> _counts = new();

    /// <summary>Ordered; the reason is empty where there is none.</summary>
    public IReadOnlyList<(string Outcome, string Reason, long Count)> All =>
    [
        .. _counts.OrderBy(pair => pair.Key).Select(pair => (pair.Key.Outcome.ToString().ToLowerInvariant(), pair.Key.Reason, pair.Value)),
    ];

    public void Count(Injection injection) => _counts.AddOrUpdate((injection.Outcome, injection.Reason?.Code ?? ""), 1, (_, count) => count + 1);
}
