using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>What gets a sidecar, what does not, and what it is then told.</summary>
public sealed class InjectionTests(Cluster cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task Workloads_OfEveryKind_GetASidecarOrAReason()
    {
        await Kubectl.TryAsync("create", "namespace", "outsiders");
        await Kubectl.ApplyAsync(Manifest.Read("workloads"));

        await Until.TrueAsync("the StatefulSet's pod runs", () => RunsAsync("injection", "stateful-0"));
        await Until.TrueAsync("the pod that opted in by itself runs", () => RunsAsync("outsiders", "by-its-own-label"));
        Assert.NotNull((await Pod.GetAsync(Kubectl, "injection", "stateful-0")).Sidecar);
        Assert.NotNull((await Pod.GetAsync(Kubectl, "injection", "bare")).Sidecar);
        Assert.NotNull((await Pod.GetAsync(Kubectl, "outsiders", "by-its-own-label")).Sidecar);
        Assert.Null((await Pod.GetAsync(Kubectl, "injection", "opted-out")).Sidecar);
        await SkippedAsync("on-the-host", "host_network");
    }

    [Fact]
    public async Task PodThatNoPolicySelects_Started_DeniesEveryCall()
    {
        await Kubectl.TryAsync("create", "namespace", "outsiders");
        await Kubectl.ApplyAsync(Manifest.Read("workloads"));
        await Until.TrueAsync("the bare pod runs", () => RunsAsync("injection", "bare"));

        var outcome = await new Agent(Kubectl, "injection", "bare").StepAsync("call", "fast");

        Assert.Equal("PermissionDeniedError", (string?)outcome["class"]);
        Assert.Equal("no_policy", (string?)outcome["code"]);
    }

    [Fact]
    public async Task PodOfANamespaceJustMade_AppliedWithIt_BecomesReady()
    {
        await Kubectl.RunAsync("delete", "namespace", "fresh", "--ignore-not-found");
        await Kubectl.ApplyAsync(Manifest.Read("fresh"));

        var took = await Until.TrueAsync("the first pod of a namespace is ready", () => RunsAsync("fresh", "first"));

        Progress.Figure("a namespace and its first pod, from apply to ready", took);
        Assert.Equal(0, (await Pod.GetAsync(Kubectl, "fresh", "first")).Restarts);
    }

    [Fact]
    public async Task Sidecar_AsInjected_KeepsToTheRestrictedStandard()
    {
        var pod = Assert.Single(await Cluster.Team("calls").PodsAsync());

        var context = pod.Sidecar!["securityContext"]!;
        Assert.Equal(15080, (int)context["runAsUser"]!);
        Assert.True((bool)context["runAsNonRoot"]!);
        Assert.True((bool)context["readOnlyRootFilesystem"]!);
        Assert.False((bool)context["allowPrivilegeEscalation"]!);
        Assert.Equal("RuntimeDefault", (string?)context["seccompProfile"]!["type"]);
        Assert.Equal(["ALL"], context["capabilities"]!["drop"]!.AsArray().Select(capability => (string)capability!));
        Assert.Null(context["capabilities"]!["add"]);
        Assert.NotNull(pod.Sidecar["resources"]!["limits"]!["memory"]);
    }

    private async Task SkippedAsync(string name, string code)
    {
        var pod = await Pod.GetAsync(Kubectl, "injection", name);
        Assert.Null(pod.Sidecar);
        Assert.StartsWith(code, pod.Annotation("aigateway.dev/inject-skipped"), StringComparison.Ordinal);
        await Until.TrueAsync($"an Event tells why {name} was skipped", async () =>
            (await Kubectl.RunAsync("--namespace=injection", "get", "events", "--field-selector", $"involvedObject.name={name}", "--no-headers"))
                .Contains(code, StringComparison.Ordinal));
    }

    private async Task<bool> RunsAsync(string space, string name)
    {
        var pod = await Kubectl.TryAsync("--namespace", space, "get", "pod", name, "--output=jsonpath={.status.conditions[?(@.type==\"Ready\")].status}");
        return pod.Output == "True";
    }
}
