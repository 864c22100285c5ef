using System.Text.Json.Nodes;
using AiGateway.Operator.Inject;

namespace AiGateway.Operator.Tests.Inject;

public sealed class PodInjectorTests
{
    [Fact]
    public void Run_DryRun_AnswersTheSame()
    {
        var pod = Given.Pod();
        var real = PodInjector.Run(Given.Request(pod), Given.Options(), Given.Servers("files"));
        var dry = PodInjector.Run(Given.Request(pod, dryRun: true), Given.Options(), Given.Servers("files"));

        Assert.Equal(real.Patch.ToJsonString(), dry.Patch.ToJsonString());
        Assert.NotEmpty(dry.Patch);
    }

    [Fact]
    public void Run_ContainerAddedByAnotherWebhook_GetsItsVariablesAndItsFolderAndNothingElseChanges()
    {
        var pod = InjectedPod();
        pod["spec"]!["containers"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "later", ["image"] = "later:1" });

        var again = Given.Injected(pod);

        Assert.Equal(["/spec/containers/2/env", .. Enumerable.Repeat("/spec/containers/2/env/0", 10), "/spec/containers/2/volumeMounts"], Places(again));
    }

    [Fact]
    public void Run_Pod_AsksForTheServersOfItsNamespaceAndLabels()
    {
        var pod = Given.Pod(pod => pod["metadata"]!["labels"] = new JsonObject { ["team"] = "search" });

        var injection = PodInjector.Run(Given.Request(pod, "team-b"), Given.Options(), (name, labels) => new() { Servers = [$"{name}-{labels["team"]}"] });

        Assert.Equal("team-b-search=http://127.0.0.1:15080/mcp/team-b-search", Servers(JsonPatchApplier.Apply(pod, injection.Patch)));
    }

    [Theory]
    [InlineData]
    [InlineData("search")]
    public void Run_PoliciesChangedBetweenTwoCalls_KeepsTheFirstListAndNotesNothing(params string[] later)
    {
        var pod = InjectedPod("files", "tickets");

        Assert.Empty(Given.Injected(pod, servers: later).Patch);
    }

    [Fact]
    public void Run_PoliciesCameBetweenTwoCalls_SetsTheListOnce()
    {
        var pod = InjectedPod();

        var second = Given.Injected(pod, servers: "files");

        Assert.Equal(["/spec/containers/1/env/0"], Places(second));
        Assert.Empty(Given.Injected(JsonPatchApplier.Apply(pod, second.Patch), servers: "files").Patch);
    }

    [Fact]
    public void Run_MoreServersThanAVariableHolds_LeavesThemToTheFile()
    {
        var pod = Given.Pod();
        var many = Enumerable.Range(0, 1000).Select(index => $"server-{index}-{new string('x', 40)}").ToArray();

        var patched = JsonPatchApplier.Apply(pod, Given.Injected(pod, servers: many).Patch);

        Assert.Null(Servers(patched));
        Assert.Equal("/etc/aigateway/mcp.json", Variable(patched, "AIGATEWAY_MCP_CONFIG"));
    }

    [Fact]
    public void Run_AgentsMountMadeWritable_IsDenied()
    {
        var pod = InjectedPod();
        pod["spec"]!["containers"]![1]!["volumeMounts"]![0]!.AsObject().Remove("readOnly");

        Assert.Equal("reserved_volume", Given.Injected(pod).Reason?.Code);
    }

    [Fact]
    public void Run_VariableAddedToTheSidecar_IsTakenOutAgain()
    {
        var pod = InjectedPod();
        Sidecar(pod)["env"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "LD_PRELOAD", ["value"] = "/evil.so" });

        Assert.Equal(["/spec/containers/0"], Places(Given.Injected(pod)));
    }

    [Fact]
    public void Run_ProbesRewrittenByAMesh_AreLeft()
    {
        var pod = InjectedPod();
        Sidecar(pod)["readinessProbe"]!["httpGet"] = new JsonObject { ["path"] = "/app-health/aigateway-sidecar/readyz", ["port"] = 15020 };

        Assert.Empty(Given.Injected(pod).Patch);
    }

    [Fact]
    public void Run_ProbeThatRunsACommand_IsPutRight()
    {
        var pod = InjectedPod();
        Sidecar(pod)["livenessProbe"] = new JsonObject { ["exec"] = new JsonObject { ["command"] = new JsonArray("/bin/sh") } };

        Assert.Equal(["/spec/containers/0"], Places(Given.Injected(pod)));
    }

    [Fact]
    public void Run_TokenVolumeReplaced_IsPutRight()
    {
        var pod = InjectedPod();
        pod["spec"]!["volumes"]!.AsArray().First(volume => volume!["name"]!.GetValue<string>() == InjectNames.TokenVolume)!
            .ReplaceWith(new JsonObject { ["name"] = InjectNames.TokenVolume, ["hostPath"] = new JsonObject { ["path"] = "/tmp" } });

        Assert.Equal(["/spec/volumes/0"], Places(Given.Injected(pod)));
    }

    [Fact]
    public void Run_ServerUpgradedBetweenTwoCalls_MovesTheSidecar()
    {
        var pod = InjectedPod();
        var native = Given.Options() with { NativeSidecar = true };

        var moved = JsonPatchApplier.Apply(pod, Given.Injected(pod, native).Patch);

        Assert.Equal(["agent"], moved["spec"]!["containers"]!.AsArray().Select(container => container!["name"]!.GetValue<string>()));
        Assert.Equal(["aigateway-sidecar"], moved["spec"]!["initContainers"]!.AsArray().Select(container => container!["name"]!.GetValue<string>()));
        Assert.Empty(Given.Injected(moved, native).Patch);
    }

    [Fact]
    public void Run_InjectedPodThatOptsOut_IsDenied()
    {
        var pod = InjectedPod();
        pod["metadata"]!["labels"] = new JsonObject { ["aigateway.dev/inject"] = "disabled" };

        var injection = Given.Injected(pod);

        Assert.Equal("reserved_volume", injection.Reason?.Code);
        Assert.Equal(InjectionOutcome.Denied, injection.Outcome);
    }

    [Fact]
    public void Run_Update_ChangesNothing()
    {
        var review = Given.Review(Given.Pod());
        review["request"]!["operation"] = "UPDATE";

        Assert.Empty(PodInjector.Run(InjectRequest.Parse(System.Text.Encoding.UTF8.GetBytes(review.ToJsonString())), Given.Options(), Given.Servers()).Patch);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/var/lib", true)]
    [InlineData("/var/lib/kubelet/pods", true)]
    [InlineData("/var/run/docker.sock", true)]
    [InlineData("/srv/../var/lib/kubelet", true)]
    [InlineData("/srv/models", false)]
    [InlineData("/procession", false)]
    public void Run_HostPath_IsSkippedWhereItReachesTheNodesPods(string path, bool skips)
    {
        var pod = Given.Pod(pod => pod["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "node", ["hostPath"] = new JsonObject { ["path"] = path } }));

        Assert.Equal(skips ? "host_path" : null, Given.Injected(pod).Reason?.Code);
    }

    [Theory]
    [InlineData("SYS_ADMIN", true)]
    [InlineData("CAP_SYS_PTRACE", true)]
    [InlineData("NET_BIND_SERVICE", false)]
    public void Run_Capability_IsSkippedWhereItAmountsToPrivileged(string capability, bool skips)
    {
        var pod = Given.Pod(pod => pod["spec"]!["containers"]![0]!["securityContext"] = new JsonObject { ["capabilities"] = new JsonObject { ["add"] = new JsonArray(capability) } });

        Assert.Equal(skips ? "privileged" : null, Given.Injected(pod).Reason?.Code);
    }

    static JsonObject InjectedPod(params string[] servers)
    {
        var pod = Given.Pod();
        return ServerDefaults.Fill(JsonPatchApplier.Apply(pod, Given.Injected(pod, servers: servers).Patch));
    }

    static string? Servers(JsonObject pod) => Variable(pod, "AIGATEWAY_MCP_SERVERS");

    static string? Variable(JsonObject pod, string name) =>
        pod["spec"]!["containers"]![1]!["env"]!.AsArray().SingleOrDefault(variable => variable!["name"]!.GetValue<string>() == name)?["value"]!.GetValue<string>();

    static JsonObject Sidecar(JsonObject pod) => pod["spec"]!["containers"]![0]!.AsObject();

    static IEnumerable<string> Places(Injection injection) => injection.Patch.Select(operation => operation!["path"]!.GetValue<string>());
}
