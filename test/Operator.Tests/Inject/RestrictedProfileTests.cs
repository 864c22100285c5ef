using System.Text.Json.Nodes;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>
/// A pod that Pod Security <c>restricted</c> admits is still admitted with its sidecar, in either form: the profile's list, checked one by one.
/// https://kubernetes.io/docs/concepts/security/pod-security-standards/
/// </summary>
public sealed class RestrictedProfileTests
{
    private static readonly string[] VolumeKinds =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_RestrictedPod_StaysRestricted(bool native)
    {
        var pod = InjectCase.Named("restricted").Pod;
        var options = Given.Options() with { NativeSidecar = native };

        var spec = JsonPatchApplier.Apply(pod, Given.Injected(pod, options).Patch)["spec"]!;

        var sidecar = spec[native ? "initContainers" : "containers"]!.AsArray().Single(container => container!["name"]!.GetValue<string>() == "aigateway-sidecar")!;
        AssertRestricted(sidecar["securityContext"]!);
        Assert.DoesNotContain(sidecar["ports"]!.AsArray(), port => port!["hostPort"] is not null);
        Assert.All(spec["volumes"]!.AsArray(), volume => Assert.Contains(volume!.AsObject().Single(part => part.Key != "name").Key, VolumeKinds));
    }

    private static void AssertRestricted(JsonNode context)
    {
        Assert.False(context["privileged"]?.GetValue<bool>() ?? false);
        Assert.False(context["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.True(context["runAsNonRoot"]!.GetValue<bool>());
        Assert.NotEqual(0, context["runAsUser"]!.GetValue<int>());
        Assert.Equal("""["ALL"]""", context["capabilities"]!["drop"]!.ToJsonString());
        Assert.Null(context["capabilities"]!["add"]);
        Assert.Equal("RuntimeDefault", context["seccompProfile"]!["type"]!.GetValue<string>());
    }
}
