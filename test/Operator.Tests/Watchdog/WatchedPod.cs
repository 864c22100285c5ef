using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Tests.Status;

namespace AiGateway.Operator.Tests.Watchdog;

/// <summary>A pod and its sidecar, said in words: <c>bare</c>, <c>v:0.1.0</c>, <c>owner:ReplicaSet</c>, <c>label:enabled</c>, <c>skipped</c>, <c>redirected</c>, ...; a healthy agent where nothing is said.</summary>
internal static class WatchedPod
{
    public const string Version = "0.2.0";

    public static (Pod Pod, SidecarState? Sidecar) Of(string name, string space, string words, DateTimeOffset now)
    {
        var said = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var pod = StatusGiven.Pod(name, injected: !said.Contains("bare"));
        pod = pod with { Metadata = pod.Metadata with { Namespace = space, CreationTimestamp = now.AddHours(-1) }, Status = pod.Status with { ContainerStatuses = [new() { Name = "agent", Ready = true }] } };
        if (!said.Contains("bare")) pod = Annotate(pod, "aigateway.dev/injected", $"{Version}/abcd");
        var sidecar = said.Contains("bare") || said.Contains("away") ? null : StatusGiven.Sidecar(name) with { Namespace = space };
        foreach (var word in said) (pod, sidecar) = (Change(pod, word, now), Change(sidecar, word));
        return (pod, sidecar);
    }

    private static Pod Change(Pod pod, string word, DateTimeOffset now) => word.Split(':') switch
    {
        ["v", var version] => Annotate(pod, "aigateway.dev/injected", $"{version}/abcd"),
        ["no-annotation"] => pod with { Metadata = pod.Metadata with { Annotations = pod.Metadata.Annotations.Clear() } },
        ["skipped"] => Annotate(pod, "aigateway.dev/inject-skipped", "host_network: why"),
        ["lowered"] => Annotate(pod, "aigateway.dev/egress", "Cooperative: privileged: why"),
        ["report"] => Annotate(pod, "aigateway.dev/watchdog", "report"),
        ["label", var value] => pod with { Metadata = pod.Metadata with { Labels = pod.Metadata.Labels.SetItem("aigateway.dev/inject", value) } },
        ["owner", var kind] => pod with { Metadata = pod.Metadata with { OwnerReferences = [new() { Kind = kind, Name = "o", Uid = $"uid-{kind}", Controller = true }] } },
        ["owner", var kind, var uid] => pod with { Metadata = pod.Metadata with { OwnerReferences = [new() { Kind = kind, Name = "o", Uid = uid, Controller = true }] } },
        ["maker", var kind] => pod with { Metadata = pod.Metadata with { OwnerReferences = [new() { Kind = kind, Name = "o", Uid = "uid" }] } },
        ["age", var seconds] => pod with { Metadata = pod.Metadata with { CreationTimestamp = now.AddSeconds(-int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)) } },
        ["phase", var phase] => pod with { Status = pod.Status with { Phase = phase } },
        ["unready"] => pod with { Status = pod.Status with { ContainerStatuses = [new() { Name = "agent" }] } },
        ["ending"] => pod with { Metadata = pod.Metadata with { DeletionTimestamp = now } },
        _ => pod,
    };

    private static SidecarState? Change(SidecarState? sidecar, string word) => word switch
    {
        "redirected" => sidecar! with { Enforcement = new() { Level = EnforcementLevel.Redirected } },
        "cooperative" => sidecar! with { Enforcement = new() { Level = EnforcementLevel.Cooperative, Reason = "no proof" } },
        "old-features" => sidecar! with { Features = [.. Features.All.Remove(Features.AuditMode)] },
        _ => sidecar,
    };

    private static Pod Annotate(Pod pod, string key, string value) => pod with { Metadata = pod.Metadata with { Annotations = pod.Metadata.Annotations.SetItem(key, value) } };
}
