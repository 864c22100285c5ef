using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status.Levels;
using AiGateway.Operator.Status.Tools;

namespace AiGateway.Operator.Status;

/// <summary>
/// Says as Events what a person should see on a pod: that its sidecar refused a bundle, that nothing was injected or less than was asked for and why, or that it is held less
/// than it was; and on a tool server that its definitions are not those that were approved. Each once; what happened long ago is not told again by a new leader.
/// </summary>
internal sealed class EventRecorder(SidecarBoard sidecars, Func<KubeEvent, CancellationToken, Task> write, TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);
    private readonly LevelFalls _falls = new();
    private readonly Dictionary<(string? Uid, string Reason, string Note), DateTimeOffset> _told = [];

    public async Task RecordAsync(Turn turn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var old in _told.Where(pair => now - pair.Value > Memory).Select(pair => pair.Key).ToList()) _told.Remove(old);
        foreach (var pod in turn.Inventory.Pods.Where(pod => IsYoung(pod, now)))
        {
            if (pod.Metadata.Annotations.TryGetValue(Group.SkipAnnotation, out var why))
                await TellAsync(new EventNote("Inject", StatusReasons.InjectionSkipped, why).About(pod), cancellationToken);
            if (PodLevel.ReadLowering(pod) is { } lowered)
                await TellAsync(new EventNote("Inject", StatusReasons.EgressLowered, lowered).About(pod), cancellationToken);
        }

        var present = sidecars.Present();
        foreach (var (uid, measured) in _falls.Note(present))
        {
            if (turn.Compilation.Agents.TryGetValue(uid, out var agent))
                await TellAsync(new EventNote("Measure", StatusReasons.EnforcementLowered, PodLevel.Describe(measured)).About(agent.Pod), cancellationToken);
        }

        foreach (var sidecar in present.Values)
        {
            if (sidecar.Nack is { } nack && turn.Compilation.Agents.TryGetValue(sidecar.PodUid, out var agent))
                await TellAsync(new EventNote("Publish", StatusReasons.BundleRefused, $"{nack.Reason}: {nack.Message}").About(agent.Pod), cancellationToken);
        }
    }

    /// <summary>What the statuses that were just written say that those before did not.</summary>
    public async Task RecordAsync(IEnumerable<StatusChange> changes, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            if (DriftNote.Of(change) is not var (reason, note)) continue;
            var type = reason == StatusReasons.ToolDrift ? "Warning" : "Normal";
            await TellAsync(new EventNote("Compare", reason, note, type).About(change.Resource), cancellationToken);
        }
    }

    private static bool IsYoung(Pod pod, DateTimeOffset now) => pod.Metadata.CreationTimestamp is not { } created || now - created < Memory;

    private async Task TellAsync(KubeEvent value, CancellationToken cancellationToken)
    {
        if (_told.TryAdd((value.Regarding.Uid, value.Reason, value.Note ?? ""), time.GetUtcNow())) await write(value, cancellationToken);
    }
}
