using AiGateway.Operator.Status;

namespace AiGateway.Operator.Watchdog;

/// <summary>The watchdog's figures for the metrics: what is found now, and what became of restarts since the process began.</summary>
internal sealed class WatchdogFigures
{
    /// <summary>The reasons of findings, each with its word in metrics.</summary>
    private static readonly (string Reason, string Word)[] Reasons =
        [(StatusReasons.NoSidecar, "no_sidecar"), (StatusReasons.SidecarOutdated, "outdated"), (StatusReasons.BelowLevel, "below_level")];

    private volatile IReadOnlyDictionary<string, int> _found = new Dictionary<string, int>();
    private long _evicted;
    private long _blocked;
    private long _refused;
    private long _stopped;

    /// <summary>How many pods each reason names, as of the last look; all of them, also where there is none.</summary>
    public IEnumerable<(string Reason, int Pods)> Found => Reasons.Select(pair => (pair.Word, _found.GetValueOrDefault(pair.Reason)));

    /// <summary>Evictions that were carried out, that a disruption budget put off, that were refused; and owners at which restarts stopped, because a new pod was no better or never came.</summary>
    public IEnumerable<(string Outcome, long Count)> Restarts =>
        [("evicted", Interlocked.Read(ref _evicted)), ("blocked", Interlocked.Read(ref _blocked)), ("refused", Interlocked.Read(ref _refused)), ("stopped", Interlocked.Read(ref _stopped))];

    public void Note(IEnumerable<PodFinding> findings) => _found = findings.CountBy(finding => finding.Reason).ToDictionary(StringComparer.Ordinal);

    public void CountEvicted() => Interlocked.Increment(ref _evicted);

    public void CountBlocked() => Interlocked.Increment(ref _blocked);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void CountStopped() => Interlocked.Increment(ref _stopped);
}
