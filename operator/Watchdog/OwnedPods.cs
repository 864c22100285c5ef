using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Watchdog;

/// <summary>The pods of each owner at one moment, and what is found with them.</summary>
internal sealed class OwnedPods(Look look, IReadOnlyList<PodFinding> findings)
{
    /// <summary>How long a replacement may take to come: where admission refuses it, none ever does, and the next eviction would cost another pod.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ILookup<string, Pod> _pods = look.Turn.Inventory.Pods
        .Select(pod => (Pod: pod, Owner: pod.Metadata.OwnerReferences.FirstOrDefault(owner => owner.Controller == true)))
        .Where(pair => pair.Owner is not null)
        .ToLookup(pair => pair.Owner!.Uid, pair => pair.Pod, StringComparer.Ordinal);

    private readonly HashSet<(string Uid, string Reason)> _found = [.. findings.Select(finding => (finding.Pod.Metadata.Uid, finding.Reason))];
    private readonly HashSet<string> _unwell = [.. findings.Select(finding => finding.Pod.Metadata.Uid)];

    public IReadOnlySet<string> Uids(string owner) => _pods[owner].Select(pod => pod.Metadata.Uid).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a pod of the owner ends, or one with which nothing is found is not ready: as after an eviction by a leader before this one, or in a rollout.</summary>
    public bool IsChanging(string owner) =>
        _pods[owner].Any(pod => pod.Metadata.DeletionTimestamp is not null || (!_unwell.Contains(pod.Metadata.Uid) && IsAlive(pod) && !IsReady(pod)));

    /// <summary>Judges the pods that came after an eviction; also says by which; of one that never came, names a pod that is left.</summary>
    public (ReplacementVerdict Verdict, Pod? By) Judge(string owner, OwnerWatch watch)
    {
        var replacements = _pods[owner].Where(pod => !watch.Known!.Contains(pod.Metadata.Uid) && IsAlive(pod)).ToList();
        if (replacements.Find(pod => !SidecarTeller.HasSidecar(pod) || _found.Contains((pod.Metadata.Uid, watch.Reason))) is { } worse) return (ReplacementVerdict.NoBetter, worse);
        if (replacements.Count == 0) return look.Now - watch.Since < Patience ? (ReplacementVerdict.Waiting, null) : (ReplacementVerdict.NotMade, _pods[owner].FirstOrDefault(IsAlive));
        return (replacements.All(pod => IsReady(pod) && IsSettled(pod)) ? ReplacementVerdict.Better : ReplacementVerdict.Waiting, replacements[0]);
    }

    /// <summary>Every container answers.</summary>
    private static bool IsReady(Pod pod) => pod.Status is { Phase: "Running", ContainerStatuses.IsEmpty: false } && pod.Status.ContainerStatuses.All(container => container.Ready);

    /// <summary>Old enough that whatever is wrong with it would have been found.</summary>
    private bool IsSettled(Pod pod) => pod.Metadata.CreationTimestamp is { } created && look.Now - created >= SidecarTeller.Youth;

    private static bool IsAlive(Pod pod) => pod.Metadata.DeletionTimestamp is null && pod.Status.Phase is not ("Succeeded" or "Failed");
}
