using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status.Levels;
using AiGateway.Operator.Status.Tools;

namespace AiGateway.Operator.Status;

/// <summary>
/// Says as Events what a person should see on a pod: that its sidecar refused a bundle, that nothing was injected or less than was asked for and why, or that it is held less than it was; and on a tool server that its definitions are not those
/// that were approved. Each once; what happened long ago is not told again by a new leader.
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
                await TellAsync(ReferTo(pod), new("Inject", StatusReasons.InjectionSkipped, why), cancellationToken);
            if (PodLevel.ReadLowering(pod) is { } lowered)
                await TellAsync(ReferTo(pod), new("Inject", StatusReasons.EgressLowered, lowered), cancellationToken);
        }

        var present = sidecars.Present();
        foreach (var (uid, measured) in _falls.Note(present))
        {
            if (turn.Compilation.Agents.TryGetValue(uid, out var agent))
                await TellAsync(ReferTo(agent.Pod), new("Measure", StatusReasons.EnforcementLowered, PodLevel.Describe(measured)), cancellationToken);
        }

        foreach (var sidecar in present.Values)
        {
            if (sidecar.Nack is { } nack && turn.Compilation.Agents.TryGetValue(sidecar.PodUid, out var agent))
                await TellAsync(ReferTo(agent.Pod), new("Publish", StatusReasons.BundleRefused, $"{nack.Reason}: {nack.Message}"), cancellationToken);
        }
    }

    /// <summary>What the statuses that were just written say that those before did not.</summary>
    public async Task RecordAsync(IEnumerable<StatusChange> changes, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            if (DriftNote.Of(change) is not var (reason, note)) continue;
            var type = reason == StatusReasons.ToolDrift ? "Warning" : "Normal";
            await TellAsync(ReferTo(change.Resource), new("Compare", reason, note, type), cancellationToken);
        }
    }

    private static bool IsYoung(Pod pod, DateTimeOffset now) => pod.Metadata.CreationTimestamp is not { } created || now - created < Memory;

    private static ObjectReference ReferTo(Pod pod) => new()
    {
        ApiVersion = "v1", Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid,
    };

    private static ObjectReference ReferTo(SourceRef resource) => new()
    {
        ApiVersion = Group.ApiVersion, Kind = resource.Kind, Namespace = resource.Namespace, Name = resource.Name, Uid = resource.Uid,
    };

    private async Task TellAsync(ObjectReference regarding, Word word, CancellationToken cancellationToken)
    {
        if (!_told.TryAdd((regarding.Uid, word.Reason, word.Note), time.GetUtcNow())) return;

        await write(new KubeEvent
        {
            Action = word.Action,
            Reason = word.Reason,
            Note = word.Note,
            Type = word.Type,
            ReportingController = "aigateway.dev/operator",
            ReportingInstance = "aigateway-operator",
            Regarding = regarding,
        }, cancellationToken);
    }

    private sealed record Word(string Action, string Reason, string Note, string Type = "Warning");
}
