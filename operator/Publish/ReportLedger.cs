using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>
/// Adds the reports of all sidecars up by workload. A report holds the totals of one process, so only what it adds to the last one of that
/// process counts: whatever is lost, repeated or relayed twice, nothing counts twice.
/// </summary>
internal sealed class ReportLedger(TimeProvider time)
{
    private const int CrowdedAt = 20_000;
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string PodUid, string Epoch), (Report Report, DateTimeOffset At)> _last = [];
    private readonly Dictionary<(string Namespace, string Workload), Report> _totals = [];

    /// <summary>Takes a report in; false where it adds nothing.</summary>
    public bool Add(string podUid, string @namespace, string workload, Report report)
    {
        lock (_gate)
        {
            var key = (podUid, report.Epoch);
            var before = _last.TryGetValue(key, out var last) ? last.Report : Empty(report.Epoch);
            if (before.Sequence >= report.Sequence) return false;

            if (_last.Count >= CrowdedAt) Forget();
            _last[key] = (report, time.GetUtcNow());
            var total = _totals.GetValueOrDefault((@namespace, workload)) ?? Empty("");
            _totals[(@namespace, workload)] = Plus(total, report, before);
            return true;
        }
    }

    /// <summary>The totals of each workload, ordered.</summary>
    public ImmutableArray<(string Namespace, string Workload, Report Total)> Totals()
    {
        lock (_gate)
        {
            return [.. _totals
                .Select(pair => (pair.Key.Namespace, pair.Key.Workload, pair.Value))
                .OrderBy(row => (row.Namespace, row.Workload))];
        }
    }

    private void Forget()
    {
        var old = time.GetUtcNow() - Memory;
        foreach (var key in _last.Where(pair => pair.Value.At < old).Select(pair => pair.Key).ToList()) _last.Remove(key);
    }

    /// <summary>Before the first report of a process: a sequence below every other.</summary>
    private static Report Empty(string epoch) => new() { Epoch = epoch, Sequence = long.MinValue };

    private static Report Plus(Report total, Report report, Report before) => total with
    {
        Calls = total.Calls + report.Calls - before.Calls,
        Denied = total.Denied + report.Denied - before.Denied,
        WouldDeny = total.WouldDeny + report.WouldDeny - before.WouldDeny,
        Failed = total.Failed + report.Failed - before.Failed,
        InputTokens = total.InputTokens + report.InputTokens - before.InputTokens,
        OutputTokens = total.OutputTokens + report.OutputTokens - before.OutputTokens,
        GuardInputTokens = Plus(total.GuardInputTokens, report.GuardInputTokens, before.GuardInputTokens),
        GuardOutputTokens = Plus(total.GuardOutputTokens, report.GuardOutputTokens, before.GuardOutputTokens),
        CostNanos = Plus(total.CostNanos, report.CostNanos, before.CostNanos),
        EstimatedCostNanos = Plus(total.EstimatedCostNanos, report.EstimatedCostNanos, before.EstimatedCostNanos),
        Unpriced = Plus(total.Unpriced, report.Unpriced, before.Unpriced),
    };

    /// <summary>Of what not every sidecar tells.</summary>
    private static long? Plus(long? total, long? report, long? before) => (total ?? 0) + (report ?? 0) - (before ?? 0);
}
