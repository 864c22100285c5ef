using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Watchdog;

/// <summary>
/// Has pods evicted with which something is found, where it was asked to: so many a minute in the whole cluster, one at a time of each owner until the new pod is ready, and none any more of an owner whose new
/// pod was no better, or never came. A disruption budget that says no is asked again later. What it remembers dies with the leader; a new one waits while anything of an owner is changing.
/// </summary>
internal sealed class PodRestarter(Func<Pod, CancellationToken, Task<KubeError?>> evict, FindingTeller teller, WatchdogFigures figures, WatchdogOptions options)
{
    /// <summary>After a budget said no.</summary>
    public static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    /// <summary>After the API server refused for another reason, as a missing right.</summary>
    public static readonly TimeSpan MuchLater = TimeSpan.FromMinutes(5);

    private readonly TokenBucket _bucket = new(1, TimeSpan.FromMinutes(1) / options.RestartsPerMinute, options.Time);
    private readonly Dictionary<string, OwnerWatch> _owners = new(StringComparer.Ordinal);

    /// <summary>One look; returns what the API server refused, budgets apart.</summary>
    public async Task<KubeError?> RunAsync(Look look, IReadOnlyList<PodFinding> findings, CancellationToken cancellationToken)
    {
        var pods = new OwnedPods(look, findings);
        foreach (var (owner, watch) in _owners.Where(pair => pair.Value.Known is not null).ToList()) await JudgeAsync(owner, watch, pods, cancellationToken);

        var due = findings.Where(finding => finding.Restarter is not null)
            .OrderBy(finding => finding.Pod.Metadata.CreationTimestamp).ThenBy(finding => finding.Pod.Metadata.Uid, StringComparer.Ordinal)
            .DistinctBy(finding => finding.Restarter!.Uid)
            .ToList();
        Forget(due);
        foreach (var finding in due.Where(finding => MayEvict(finding.Restarter!.Uid, pods, look.Now)))
        {
            if (!_bucket.TryTake()) break;
            if (await EvictAsync(finding, pods, look.Now, cancellationToken) is { } refused) return refused;
        }

        return null;
    }

    /// <summary>Another replica leads: what it does is not known here.</summary>
    public void Reset() => _owners.Clear();

    private bool MayEvict(string owner, OwnedPods pods, DateTimeOffset now) =>
        (!_owners.TryGetValue(owner, out var watch) || (watch is { Known: null, IsStopped: false } && watch.NotBefore <= now)) && !pods.IsChanging(owner);

    private async Task JudgeAsync(string owner, OwnerWatch watch, OwnedPods pods, CancellationToken cancellationToken)
    {
        var (verdict, by) = pods.Judge(owner, watch);
        if (verdict == ReplacementVerdict.Waiting) return;
        _owners[owner] = new() { IsStopped = verdict != ReplacementVerdict.Better };
        if (verdict == ReplacementVerdict.Better) return;

        figures.CountStopped();
        var note = verdict == ReplacementVerdict.NoBetter
            ? $"this pod took the place of one that was evicted for {watch.Reason}, and is no better: no more pods of its owner are evicted for it; see what its template or its namespace keeps from it"
            : $"a pod of the same owner was evicted for {watch.Reason}, and no new one came: no more of them are evicted for it; see in the owner's Events whether new pods are refused";
        if (by is not null) await teller.SayAsync(by, new("Evict", StatusReasons.RestartsStopped, note), cancellationToken);
    }

    private async Task<KubeError?> EvictAsync(PodFinding finding, OwnedPods pods, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var owner = finding.Restarter!.Uid;
        var error = await evict(finding.Pod, cancellationToken);
        if (error is null)
        {
            figures.CountEvicted();
            _owners[owner] = new() { Known = pods.Uids(owner), Reason = finding.Reason, Since = now };
            await teller.SayAsync(finding.Pod, new("Evict", StatusReasons.Restarted, $"evicted, so that a new pod takes its place: {finding.Note}", "Normal"), cancellationToken);
            return null;
        }

        if (error.IsNotFound || error.IsConflict) return null; // It has gone by itself.
        _owners[owner] = new() { NotBefore = now + (error.IsBusy ? Later : MuchLater) };
        if (error.IsBusy) figures.CountBlocked();
        else figures.CountRefused();
        return error.IsBusy ? null : error;
    }

    /// <summary>Owners with which nothing is found any more and nothing is outstanding.</summary>
    private void Forget(List<PodFinding> due)
    {
        var named = due.Select(finding => finding.Restarter!.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var owner in _owners.Where(pair => pair.Value.Known is null && !named.Contains(pair.Key)).Select(pair => pair.Key).ToList()) _owners.Remove(owner);
    }
}
