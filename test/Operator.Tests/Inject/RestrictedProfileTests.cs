using System.Text.Json.Nodes;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>A pod that Pod Security <c>restricted</c> admits is still admitted with its sidecar, in either form and with whatever Cooperative egress puts in; a redirected one cannot be.</summary>
public sealed class RestrictedProfileTests
{
    public static TheoryData<string> Cases => PodInjectorCasesTests.Cases;

    public static TheoryData<string, string> BadPods => new()
    {
        { """{"hostNetwork":true}""", "pod: host namespaces" },
        { """{"volumes":[{"name":"node","hostPath":{"path":"/srv"}}]}""", "pod: volume types (hostPath)" },
        { """{"securityContext":{"sysctls":[{"name":"kernel.msgmax","value":"1"}]}}""", "pod: sysctls (kernel.msgmax)" },
        { """{"securityContext":{"seLinuxOptions":{"type":"spc_t"}}}""", "pod: SELinux" },
        { """{"containers":[{"name":"c","securityContext":{"privileged":true}}]}""", "c: privileged containers" },
        { """{"containers":[{"name":"c"}]}""", "c: privilege escalation" },
        { """{"containers":[{"name":"c","securityContext":{"allowPrivilegeEscalation":true}}]}""", "c: privilege escalation" },
        { """{"containers":[{"name":"c","securityContext":{"procMount":"Unmasked"}}]}""", "c: /proc mount type" },
        { """{"containers":[{"name":"c"}]}""", "c: running as non-root" },
        { """{"initContainers":[{"name":"c","securityContext":{"runAsNonRoot":false}}],"securityContext":{"runAsNonRoot":true}}""", "c: running as non-root" },
        { """{"containers":[{"name":"c","securityContext":{"runAsUser":0}}]}""", "c: running as non-root user" },
        { """{"containers":[{"name":"c"}]}""", "c: seccomp" },
        { """{"containers":[{"name":"c","securityContext":{"seccompProfile":{"type":"Unconfined"}}}]}""", "c: seccomp" },
        { """{"containers":[{"name":"c","securityContext":{"appArmorProfile":{"type":"Unconfined"}}}]}""", "c: AppArmor" },
        { """{"containers":[{"name":"c","securityContext":{"windowsOptions":{"hostProcess":true}}}]}""", "c: host process" },
        { """{"containers":[{"name":"c","ports":[{"hostPort":80}]}]}""", "c: host ports" },
        { """{"containers":[{"name":"c","livenessProbe":{"httpGet":{"host":"10.0.0.1"}}}]}""", "c: host probes" },
        { """{"containers":[{"name":"c","securityContext":{"capabilities":{"drop":["ALL"],"add":["NET_ADMIN"]}}}]}""", "c: capabilities (add)" },
        { """{"containers":[{"name":"c","securityContext":{"capabilities":{"drop":["NET_RAW"]}}}]}""", "c: capabilities (drop)" },
    };

    /// <summary>The list itself: each control is found.</summary>
    [Theory]
    [MemberData(nameof(BadPods))]
    public void Violations_BadPod_NamesTheControl(string spec, string finding) =>
        Assert.Contains(finding, PodSecurityProfile.Violations(new() { ["spec"] = JsonNode.Parse(spec) }));

    [Fact]
    public void Violations_RestrictedPod_AreNone() => Assert.Empty(PodSecurityProfile.Violations(InjectCase.Named("restricted").Pod));

    /// <summary>Every case that is not redirected: what the profile has against the pod, it had before.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_CooperativePod_ViolatesNothingThatItDidNotBefore(string name)
    {
        var given = InjectCase.Named(name);
        var patched = JsonPatchApplier.Apply(given.Pod, PodInjector.Run(given.ReviewOf(given.Pod), given.Options, given.Policies).Patch);
        if (patched["metadata"].Texts("annotations").GetValueOrDefault(InjectNames.EgressAnnotation) == nameof(EgressMode.Redirected)) return;

        Assert.Empty(PodSecurityProfile.Violations(patched).Except(PodSecurityProfile.Violations(given.Pod)));
    }

    [Theory]
    [InlineData("restricted")]
    [InlineData("cooperative-restricted")]
    [InlineData("cooperative-restricted-native")]
    [InlineData("lowered-pod-security")]
    [InlineData("lowered-pod-security-native")]
    public void Run_RestrictedPod_StaysRestricted(string name)
    {
        var given = InjectCase.Named(name);
        var injection = PodInjector.Run(given.ReviewOf(given.Pod), given.Options, given.Policies);
        var patched = JsonPatchApplier.Apply(given.Pod, injection.Patch);

        Assert.Equal(InjectionOutcome.Injected, injection.Outcome);
        Assert.Single(patched["spec"].Items("initContainers").Concat(patched["spec"].Items("containers")), PodView.IsOurs);
        Assert.Empty(PodSecurityProfile.Violations(patched));
    }

    /// <summary>What the reason pod_security says is so: of a redirected pod it is the first init container, and it alone, that the profiles are against.</summary>
    [Fact]
    public void Run_RedirectedPod_IsAgainstTheProfileByTheRedirectAlone()
    {
        var pod = InjectCase.Named("restricted").Pod;

        var patched = JsonPatchApplier.Apply(pod, PodInjector.Run(Given.Request(pod), Given.Options(), Given.Redirected()).Patch);

        Assert.Equal(
            ["aigateway-redirect: running as non-root user", "aigateway-redirect: running as non-root", "aigateway-redirect: capabilities (add)"],
            PodSecurityProfile.Violations(patched));
    }
}
