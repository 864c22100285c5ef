using System.Text.Json.Nodes;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>What others do to a redirected pod between two calls is put right or refused, and what policies do to it fits together.</summary>
public sealed class RedirectedPodTests
{
    static readonly InjectOptions Native = Given.Options() with { NativeSidecar = true };

    public static TheoryData<string> Tamperings => new(Changes.Keys);

    static readonly Dictionary<string, Action<JsonObject>> Changes = new(StringComparer.Ordinal)
    {
        ["rules not set"] = spec => spec["initContainers"]![0]!["command"] = new JsonArray("/aigateway-sidecar", "version"),
        ["another user exempt"] = spec => spec["initContainers"]![0]!["command"]!.AsArray().Add((JsonNode)"--exempt"),
        ["lowered"] = spec => spec["initContainers"]![0]!["command"]!.AsArray().Add((JsonNode)"--lower"),
        ["another image"] = spec => spec["initContainers"]![1]!["image"] = "own:1",
        ["proof not written"] = spec => spec["initContainers"]![1]!["command"] = new JsonArray("/aigateway-sidecar", "version"),
        ["validator as the sidecar"] = spec => spec["initContainers"]![1]!["securityContext"]!["runAsUser"] = InjectNames.UserId,
        ["validator gone"] = spec => spec["initContainers"]!.AsArray().RemoveAt(1),
        ["redirect gone"] = spec => spec["initContainers"]!.AsArray().RemoveAt(0),
        ["order turned"] = spec => Move(spec, 1, 0),
        ["sidecar before its proof"] = spec => Move(spec, 2, 1),
        ["another container first"] = spec => spec["initContainers"]!.AsArray().Insert(0, new JsonObject { ["name"] = "early", ["image"] = "own:1" }),
        ["another container between"] = spec => spec["initContainers"]!.AsArray().Insert(1, new JsonObject { ["name"] = "early", ["image"] = "own:1" }),
        ["redirect among the containers"] = spec => MoveOut(spec, 0),
        ["proof writable for the sidecar"] = spec => spec["initContainers"]![2]!["volumeMounts"]!.AsArray().Single(mount => mount.Text("name") == InjectNames.ProofVolume)!.AsObject().Remove("readOnly"),
        ["proof from elsewhere"] = spec => Volume(spec).ReplaceWith(new JsonObject { ["name"] = InjectNames.ProofVolume, ["configMap"] = new JsonObject { ["name"] = "forged" } }),
        ["capabilities kept"] = spec => spec["containers"]![0]!["securityContext"]!["capabilities"] = new JsonObject { ["drop"] = new JsonArray("KILL") },
        ["escalation unsaid"] = spec => spec["containers"]![0]!["securityContext"]!.AsObject().Remove("allowPrivilegeEscalation"),
        ["another container unhardened"] = spec => spec["containers"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "late", ["image"] = "own:1" }),
    };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public void Run_InjectedPodTamperedWith_IsPutRight(string change)
    {
        var pod = Injected();
        Changes[change](pod["spec"]!.AsObject());

        var again = Run(pod, Given.Redirected());

        Assert.Equal(InjectionOutcome.Injected, again.Outcome);
        AssertHeld(JsonPatchApplier.Apply(pod, again.Patch));
    }

    [Theory]
    [InlineData("""{"allowPrivilegeEscalation":true}""", "privilege_escalation")]
    [InlineData("""{"capabilities":{"add":["NET_ADMIN"],"drop":["ALL"]}}""", "capability")]
    [InlineData("""{"procMount":"Unmasked"}""", "unmasked_proc")]
    [InlineData("""{"runAsUser":15080}""", "sidecar_uid")]
    [InlineData("""{"privileged":true}""", "privileged")]
    public void Run_InjectedPodMadeUnfit_IsRefused(string context, string code)
    {
        var pod = Injected();
        pod["spec"]!["containers"]![0]!["securityContext"] = JsonNode.Parse(context);

        var again = Run(pod, Given.Redirected());

        Assert.Equal(InjectionOutcome.Denied, again.Outcome);
        Assert.Equal(code, again.Reason?.Code);
    }

    [Theory]
    [InlineData("aigateway-proof")]
    [InlineData("aigateway-trusted-roots")]
    public void Run_AgentMountsWhatTheSidecarReads_IsRefused(string volume)
    {
        var pod = Injected();
        pod["spec"]!["containers"]![0]!["volumeMounts"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = volume, ["mountPath"] = "/proof", ["readOnly"] = true });

        Assert.Equal("reserved_volume", Run(pod, Given.Redirected()).Reason?.Code);
    }

    [Fact]
    public void Run_PolicyCameBetweenTwoCalls_IsAsIfItHadBeenThere()
    {
        var pod = Injected(Given.Servers());

        AssertHeld(JsonPatchApplier.Apply(pod, Run(pod, Given.Redirected()).Patch));
    }

    [Fact]
    public void Run_PolicyWentBetweenTwoCalls_TakesTheRedirectOut()
    {
        var pod = Injected();

        var left = JsonPatchApplier.Apply(pod, Run(pod, Given.Servers()).Patch);

        Assert.Equal(["aigateway-sidecar", "fetch"], Names(left, "initContainers"));
        Assert.DoesNotContain(InjectNames.ProofVolume, Names(left, "volumes"));
        Assert.Null(left["metadata"]!["annotations"]![InjectNames.EgressAnnotation]);
        Assert.DoesNotContain("AIGATEWAY_TRANSPARENT_PORT", left.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(Run(left, Given.Servers()).Patch);
    }

    [Fact]
    public void Run_PolicyInterceptsNoMoreAtTheSecondCall_TheSidecarStillWritesWhatTheAgentNames()
    {
        var pod = Injected(Given.Redirected(intercepts: true));

        Assert.Empty(Run(pod, Given.Redirected()).Patch);
    }

    [Fact]
    public void Run_RootsNamedAtTheSecondCall_LeavesNodesVariableAndNotesNothing()
    {
        var pod = Injected(Given.Redirected(intercepts: true));
        PolicyLookup withRoots = (_, _) => Given.Redirected(intercepts: true)("", pod["metadata"].Texts("labels"))! with { TrustedRoots = new() { ConfigMap = "company" } };

        var patched = JsonPatchApplier.Apply(pod, Run(pod, withRoots).Patch);

        Assert.Null(patched["metadata"]!["annotations"]![InjectNames.EnvLeftAnnotation]);
        Assert.Contains(InjectNames.TrustedRootsVolume, Names(patched, "volumes"));
        Assert.Empty(Run(patched, withRoots).Patch);
    }

    [Fact]
    public void Run_PolicyRefusesAndNamesNobody_IsRefusedAllTheSame()
    {
        var pod = Given.Pod(pod => pod["spec"]!["hostNetwork"] = true);

        Assert.Equal(InjectionOutcome.Denied, Run(pod, (_, _) => new() { Mode = EgressMode.Redirected }).Outcome);
    }

    static Injection Run(JsonObject pod, PolicyLookup policies) => PodInjector.Run(Given.Request(pod), Native, policies);

    static JsonObject Injected(PolicyLookup? policies = null)
    {
        var pod = Given.Pod(pod => pod["spec"]!["initContainers"] = new JsonArray(new JsonObject { ["name"] = "fetch", ["image"] = "own:1" }));
        return ServerDefaults.Fill(JsonPatchApplier.Apply(pod, Run(pod, policies ?? Given.Redirected()).Patch));
    }

    static void AssertHeld(JsonObject pod)
    {
        var fresh = Injected()["spec"]!;
        Assert.Equal(["aigateway-redirect", "aigateway-validator", "aigateway-sidecar"], Names(pod, "initContainers").Take(3));
        Assert.All(Enumerable.Range(0, 3), index => Assert.True(Sameness.Covers(pod["spec"]!["initContainers"]![index], Bare(fresh["initContainers"]![index]!))));
        Assert.All(new PodView(pod).HeldContainers, held => Assert.Empty(Capability.Kept(held.Container)));
        Assert.All(new PodView(pod).HeldContainers, held => Assert.Equal("false", held.Container["securityContext"]!["allowPrivilegeEscalation"]?.ToJsonString()));
        Assert.True(Sameness.Covers(Volume(pod["spec"]!.AsObject()), Volume(fresh.AsObject())));
        Assert.Empty(Run(pod, Given.Redirected()).Patch);
    }

    /// <summary>Without the server's defaults, which a container that is put in anew has not yet.</summary>
    static JsonObject Bare(JsonNode container)
    {
        var bare = container.DeepClone().AsObject();
        foreach (var name in new[] { "terminationMessagePath", "terminationMessagePolicy", "imagePullPolicy" }) bare.Remove(name);
        return bare;
    }

    static IEnumerable<string> Names(JsonObject pod, string list) => pod["spec"].Items(list).Select(item => item.Text("name")!);

    static JsonNode Volume(JsonObject spec) => spec.Items("volumes").Single(volume => volume.Text("name") == InjectNames.ProofVolume);

    static void Move(JsonObject spec, int from, int to)
    {
        var list = spec["initContainers"]!.AsArray();
        var moved = list[from]!.DeepClone();
        list.RemoveAt(from);
        list.Insert(to, moved);
    }

    static void MoveOut(JsonObject spec, int from)
    {
        spec["containers"]!.AsArray().Add(spec["initContainers"]![from]!.DeepClone());
        spec["initContainers"]!.AsArray().RemoveAt(from);
    }
}
