using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status;

/// <summary>
/// Says as Events what a person should see on a pod: that its sidecar refused a bundle, or that nothing was injected and why. Each once; what happened
/// long ago is not told again by a new leader.
/// </summary>
internal sealed class EventRecorder(SidecarBoard sidecars, Func<KubeEvent, CancellationToken, Task> write, TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);
    private readonly Dictionary<(string Uid, string Reason, string Note), DateTimeOffset> _told = [];

    public async Task RecordAsync(Turn turn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var old in _told.Where(pair => now - pair.Value > Memory).Select(pair => pair.Key).ToList()) _told.Remove(old);
        foreach (var pod in turn.Inventory.Pods.Where(pod => IsYoung(pod, now)))
        {
            if (pod.Metadata.Annotations.TryGetValue(Group.SkipAnnotation, out var why))
                await TellAsync(pod, StatusReasons.InjectionSkipped, why, cancellationToken);
        }

        foreach (var sidecar in sidecars.Present().Values)
        {
            if (sidecar.Nack is { } nack && turn.Compilation.Agents.TryGetValue(sidecar.PodUid, out var agent))
                await TellAsync(agent.Pod, StatusReasons.BundleRefused, $"{nack.Reason}: {nack.Message}", cancellationToken);
        }
    }

    private static bool IsYoung(Pod pod, DateTimeOffset now) => pod.Metadata.CreationTimestamp is not { } created || now - created < Memory;

    private async Task TellAsync(Pod pod, string reason, string note, CancellationToken cancellationToken)
    {
        if (!_told.TryAdd((pod.Metadata.Uid, reason, note), time.GetUtcNow())) return;

        await write(new KubeEvent
        {
            Action = reason == StatusReasons.BundleRefused ? "Publish" : "Inject",
            Reason = reason,
            Note = note,
            Type = "Warning",
            ReportingController = "aigateway.dev/operator",
            ReportingInstance = "aigateway-operator",
            Regarding = new()
            {
                ApiVersion = "v1", Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid,
            },
        }, cancellationToken);
    }
}
