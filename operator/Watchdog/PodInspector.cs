using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;
using AiGateway.Operator.Status.Levels;

namespace AiGateway.Operator.Watchdog;

/// <summary>
/// Finds the pods that a new pod in their place would be better than: opted in and without a sidecar, with a sidecar of an older version, held less than their policies ask though nothing in
/// them stands against it. Pure: a look in, findings out; one step a pod. A pod that was not injected for a reason that stands on it is none.
/// </summary>
internal sealed class PodInspector(Look look, string version)
{
    private readonly WatchedNamespaces _namespaces = new(look.Turn.Inventory);
    private readonly Dictionary<string, string> _wanted = FindWanted(look);

    public IReadOnlyList<PodFinding> Inspect() => [.. look.Turn.Inventory.Pods.Where(IsWatched).SelectMany(Inspect)];

    private IEnumerable<PodFinding> Inspect(Pod pod)
    {
        if (!SidecarTeller.HasSidecar(pod))
        {
            if (ShouldHaveOne(pod)) yield return Found(pod, StatusReasons.NoSidecar, "the pod opted in and has no sidecar, as where it was created before that, or past the webhook: start it anew");
            yield break;
        }

        var sidecar = look.Sidecars.GetValueOrDefault(pod.Metadata.Uid);
        if (FindAge(pod, sidecar) is { } old) yield return Found(pod, StatusReasons.SidecarOutdated, old);
        if (FindLevel(pod, sidecar) is { } low) yield return Found(pod, StatusReasons.BelowLevel, low);
    }

    /// <summary>Old enough to have been measured, neither ended nor ending, and none that the webhook is never asked about. A static pod is its node's alone.</summary>
    private bool IsWatched(Pod pod) =>
        pod.Metadata is { DeletionTimestamp: null, CreationTimestamp: { } created }
        && look.Now - created >= SidecarTeller.Youth
        && pod.Status.Phase is not ("Succeeded" or "Failed")
        && !_namespaces.IsExempt(pod.Metadata.Namespace)
        && OwnerOf(pod) is not { Kind: "Node" };

    private bool ShouldHaveOne(Pod pod)
    {
        if (pod.Metadata.Annotations.ContainsKey(Group.SkipAnnotation)) return false;
        return pod.Metadata.Labels.GetValueOrDefault(Group.InjectLabel) switch
        {
            "enabled" => true,
            "disabled" => false,
            _ => _namespaces.OptsIn(pod.Metadata.Namespace),
        };
    }

    /// <summary>By the version that the injector wrote, or by a feature that the pod's rules need and its sidecar did not name.</summary>
    private string? FindAge(Pod pod, SidecarState? sidecar)
    {
        var injected = PodLevel.Line(pod.Metadata.Annotations.GetValueOrDefault(Group.InjectedAnnotation)?.Split('/')[0]);
        if (injected is not null && IsOlder(injected, version)) return $"its sidecar is of version {injected}, and the operator of {version}: start it anew";
        if (sidecar is null || !look.Turn.Compilation.Agents.TryGetValue(pod.Metadata.Uid, out var agent)) return null;
        return agent.Rules.Requires.FirstOrDefault(feature => !sidecar.Features.Contains(feature)) is { } lacking
            ? $"its sidecar lacks the feature {lacking}, which its policies need: start it anew"
            : null;
    }

    private string? FindLevel(Pod pod, SidecarState? sidecar)
    {
        if (!_wanted.TryGetValue(pod.Metadata.Uid, out var policy) || PodLevel.ReadLowering(pod) is not null) return null;
        var level = PodLevel.Of(pod, sidecar, look);
        return level is { IsSettled: true, Level: EnforcementLevel.Cooperative }
            ? $"AgentPolicy {policy} asks for Redirected, and the pod is held at Cooperative ({level.Why}): start it anew"
            : null;
    }

    private PodFinding Found(Pod pod, string reason, string note) => new()
    {
        Pod = pod, Reason = reason, Note = note, Restarter = IsLeftAlone(pod) ? null : OwnerOf(pod) is { Kind: not "Job" } owner ? owner : null,
    };

    private bool IsLeftAlone(Pod pod) => WatchedNamespaces.IsReportOnly(pod.Metadata) || _namespaces.IsReportOnly(pod.Metadata.Namespace);

    private static OwnerReference? OwnerOf(Pod pod) => pod.Metadata.OwnerReferences.FirstOrDefault(owner => owner.Controller == true);

    /// <summary>By pod uid, the first policy that asks for more than Cooperative.</summary>
    private static Dictionary<string, string> FindWanted(Look look)
    {
        var asking = look.Turn.Inventory.Policies
            .Where(policy => policy.Spec.Egress?.Mode == EgressMode.Redirected)
            .Select(policy => (policy.Metadata.Namespace, policy.Metadata.Name))
            .ToHashSet();
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var report in look.Turn.Compilation.Resources.Where(report => report.Resource.Kind == nameof(AgentPolicy) && asking.Contains((report.Resource.Namespace, report.Resource.Name))))
        {
            foreach (var uid in report.PodUids) wanted.TryAdd(uid, $"{report.Resource.Namespace}/{report.Resource.Name}");
        }

        return wanted;
    }

    /// <summary>Another version, unless its number is higher: while operators are replaced, a pod may be newer than the one that leads.</summary>
    private static bool IsOlder(string injected, string current) => injected != current && !(Number(injected) > Number(current));

    private static Version? Number(string text) => Version.TryParse(text.Split('-', '+')[0], out var number) ? number : null;
}
