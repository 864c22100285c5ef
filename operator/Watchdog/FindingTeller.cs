using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Watchdog;

/// <summary>Tells each finding once as an Event on its pod, as long as it stands: a few a second, since an upgrade makes thousands at once.</summary>
internal sealed class FindingTeller(Func<KubeEvent, CancellationToken, Task> write, TimeProvider time)
{
    private const int PerSecond = 10;

    private readonly TokenBucket _bucket = new(5 * PerSecond, TimeSpan.FromSeconds(1) / PerSecond, time);
    private readonly HashSet<(string Uid, string Reason)> _told = [];

    public async Task TellAsync(IReadOnlyList<PodFinding> findings, CancellationToken cancellationToken)
    {
        _told.IntersectWith(findings.Select(KeyOf));
        foreach (var finding in findings)
        {
            if (_told.Contains(KeyOf(finding))) continue;
            if (!_bucket.TryTake()) return;
            await SayAsync(finding.Pod, new("Watch", finding.Reason, finding.Note), cancellationToken);
            _told.Add(KeyOf(finding));
        }
    }

    /// <summary>Something that was done; it is told each time.</summary>
    public Task SayAsync(Pod pod, EventNote note, CancellationToken cancellationToken) => write(note.About(pod), cancellationToken);

    private static (string Uid, string Reason) KeyOf(PodFinding finding) => (finding.Pod.Metadata.Uid, finding.Reason);
}
