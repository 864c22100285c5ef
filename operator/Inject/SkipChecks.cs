using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// Pods that cannot have a sidecar, in the order in which they are told. In each of them the sidecar's keys or its port would be within reach of
/// something else, so nothing is put in: docs/decisions/010-injection-skip-or-deny.md.
/// </summary>
internal static class SkipChecks
{
    static readonly ImmutableArray<Func<PodView, SkipReason?>> Chain =
        [MirrorPod, Windows, HostNetwork, HostProcesses, SharedProcesses, SidecarUser, Privileged, HostPath];

    static readonly ImmutableArray<string> PowerfulCapabilities =
        ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "SYS_PTRACE", "DAC_READ_SEARCH", "BPF", "PERFMON"];

    /// <summary>Where a node keeps pods' volumes, their processes, and the sockets of those who start containers.</summary>
    static readonly ImmutableArray<string> NodePaths =
        ["/var/lib/kubelet", "/var/lib/containerd", "/var/lib/containers", "/var/lib/docker", "/etc/kubernetes", "/proc", "/dev", "/run", "/var/run"];

    public static SkipReason? Find(PodView pod) => Chain.Select(check => check(pod)).FirstOrDefault(reason => reason is not null);

    static SkipReason? MirrorPod(PodView pod) => pod.Annotations.ContainsKey(InjectNames.MirrorAnnotation) ? SkipReason.MirrorPod : null;

    static SkipReason? Windows(PodView pod) =>
        pod.Spec.Child("os").Text("name") == "windows" || pod.Spec.Child("nodeSelector").Text("kubernetes.io/os") == "windows" ? SkipReason.Windows : null;

    static SkipReason? HostNetwork(PodView pod) => pod.Spec.Flag("hostNetwork") ? SkipReason.HostNetwork : null;

    static SkipReason? HostProcesses(PodView pod) => pod.Spec.Flag("hostPID") || pod.Spec.Flag("hostIPC") ? SkipReason.HostProcesses : null;

    static SkipReason? SharedProcesses(PodView pod) => pod.Spec.Flag("shareProcessNamespace") ? SkipReason.SharedProcesses : null;

    static SkipReason? SidecarUser(PodView pod) => Named(pod, container => pod.UserOf(container) == InjectNames.UserId, SkipReason.SidecarUser);

    static SkipReason? Privileged(PodView pod) => Named(pod, IsPrivileged, SkipReason.Privileged);

    static SkipReason? HostPath(PodView pod) =>
        pod.Volumes.FirstOrDefault(volume => volume.Child("hostPath").Text("path") is { } path && ReachesNode(path)) is { } found
            ? SkipReason.HostPath(found.Text("name") ?? "")
            : null;

    static bool IsPrivileged(JsonObject container) =>
        container.Child("securityContext").Flag("privileged") || Capability.Added(container).Any(name => PowerfulCapabilities.Contains(name));

    static bool ReachesNode(string path)
    {
        var full = Path.GetFullPath("/" + path).TrimEnd('/') + "/";
        return NodePaths.Any(node => (node + "/").StartsWith(full, StringComparison.Ordinal) || full.StartsWith(node + "/", StringComparison.Ordinal));
    }

    static SkipReason? Named(PodView pod, Func<JsonObject, bool> condition, Func<string, SkipReason> reason) =>
        pod.OwnContainers.FirstOrDefault(condition) is { } found ? reason(found.Text("name") ?? "") : null;
}
