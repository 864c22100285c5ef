namespace AiGateway.Operator.Inject;

/// <summary>Why a pod got no sidecar, or was refused: a code for machines, a sentence for people. The codes are a closed set and never reused.</summary>
internal sealed record SkipReason(string Code, string Sentence)
{
    public static readonly SkipReason OptedOut = new("opted_out",
        "The pod's label aigateway.dev/inject is 'disabled'.");

    public static readonly SkipReason NotReady = new("policies_unread",
        "This replica of the operator has just started and has not read the policies yet; a pod that one of them wants redirected must not start without. Try again.");

    public static readonly SkipReason MirrorPod = new("mirror_pod",
        "A static pod is run by its node's kubelet from a file; the API server's copy cannot be changed.");

    public static readonly SkipReason Windows = new("windows",
        "The pod asks for a Windows node; the sidecar runs on Linux.");

    public static readonly SkipReason HostNetwork = new("host_network",
        "The pod uses the node's network (hostNetwork): every process of the node could call through its sidecar.");

    public static readonly SkipReason HostProcesses = new("host_processes",
        "The pod sees the node's processes or shared memory (hostPID, hostIPC) and could read the sidecar's keys.");

    public static readonly SkipReason SharedProcesses = new("shared_processes",
        "The pod's containers share one process namespace (shareProcessNamespace) and could read the sidecar's keys.");

    public static SkipReason SidecarUser(string container) => new("sidecar_uid",
        $"Container '{container}' runs as UID {InjectNames.UserId}, which belongs to the sidecar; choose another runAsUser.");

    public static SkipReason Privileged(string container) => new("privileged",
        $"Container '{container}' is privileged, or has a capability that amounts to it, and could read the sidecar's keys.");

    public static SkipReason HostPath(string volume) => new("host_path",
        $"Volume '{volume}' mounts a path of the node from which the sidecar's token could be read.");

    public static SkipReason ReservedVolume(string volume) => new("reserved_volume",
        $"The volume name '{volume}' belongs to the sidecar; a pod may neither declare nor mount it.");

    public static SkipReason ReservedContainer(string container) => new("reserved_container",
        $"The container name '{container}' belongs to the sidecar; rename the pod's own container.");

    public static SkipReason ReservedAudience(string volume) => new("reserved_audience",
        $"Volume '{volume}' projects a token of the sidecar's audience; only the sidecar may have one.");

    public static SkipReason ReservedPort(string container, int port) => new("reserved_port",
        $"Container '{container}' declares port {port}; ports {InjectNames.FirstPort} to {InjectNames.LastPort} belong to the sidecar.");

    public static SkipReason BadLabel(string value) => new("bad_label",
        $"The pod's label aigateway.dev/inject is '{value}'; it may be 'enabled' or 'disabled'.");

    public static SkipReason BadAnnotation(IEnumerable<string> errors) => new("bad_annotation", string.Join(' ', errors));

    /// <summary>The same, for a pod that a policy would rather not have at all than unheld.</summary>
    /// <param name="policy">As namespace/name.</param>
    public SkipReason RefusedBy(string? policy) => this with
    {
        Sentence = $"{Sentence} AgentPolicy '{policy}' asks for Redirected egress and refuses what cannot be redirected; change the pod, or set the policy's egress.whenUnenforceable to Lower.",
    };

    public override string ToString() => $"{Code}: {Sentence}";
}
