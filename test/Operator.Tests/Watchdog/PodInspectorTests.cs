using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Watchdog;

/// <summary>Which pods the watchdog names, and which it would start anew, as tables.</summary>
public sealed class PodInspectorTests
{
    [Theory]
    //          namespace, pod, what is found
    [InlineData("team", "", "")]
    [InlineData("team", "bare", "NoSidecar")]
    [InlineData("team", "bare age:30", "NoSidecar")]
    [InlineData("team", "bare age:29", "")]
    [InlineData("team", "bare label:disabled", "")]
    [InlineData("team", "bare skipped", "")]
    [InlineData("team", "bare phase:Pending", "NoSidecar")]
    [InlineData("team", "bare phase:Succeeded", "")]
    [InlineData("team", "bare phase:Failed", "")]
    [InlineData("team", "bare ending", "")]
    [InlineData("team", "bare owner:Node", "")]
    [InlineData("team", "bare owner:Job", "NoSidecar")]
    [InlineData("plain", "bare", "")]
    [InlineData("plain", "bare label:enabled", "NoSidecar")]
    [InlineData("nowhere", "bare", "")]
    [InlineData("nowhere", "bare label:enabled", "NoSidecar")]
    [InlineData("kube-system", "bare", "")]
    [InlineData("kube-system", "bare label:enabled", "")]
    [InlineData("kube-node-lease", "bare label:enabled", "")]
    [InlineData("aigateway-system", "bare label:enabled", "")]
    [InlineData("other-operator", "bare", "")]
    [InlineData("team", "v:0.1.0", "SidecarOutdated")]
    [InlineData("team", "v:0.1.0 away", "SidecarOutdated")]
    [InlineData("team", "v:0.2.0-alpha.1", "SidecarOutdated")]
    [InlineData("team", "v:nonsense", "SidecarOutdated")]
    [InlineData("team", "v:0.3.0", "")]
    [InlineData("team", "no-annotation", "")]
    [InlineData("plain", "v:0.1.0", "SidecarOutdated")]
    [InlineData("team", "v:0.1.0 skipped", "SidecarOutdated")]
    [InlineData("team", "v:0.1.0 age:29", "")]
    public void Inspect_Pod_FindsWhatANewPodWouldNotHave(string space, string pod, string found) =>
        Assert.Equal(found, string.Join(' ', new WatchdogGiven().With("a", pod, space).Inspect().Select(finding => finding.Reason)));

    [Theory]
    [InlineData("", "")]
    [InlineData("old-features", "SidecarOutdated")]
    [InlineData("away", "")]
    public void Inspect_PolicyNeedsAFeature_NamesSidecarsWithoutIt(string pod, string found) =>
        Assert.Equal(found, string.Join(' ', new WatchdogGiven { Mode = PolicyMode.Audit }.With("a", pod).Inspect().Select(finding => finding.Reason)));

    [Theory]
    //          the policy asks for, pod, what is found
    [InlineData("Redirected", "redirected", "")]
    [InlineData("Redirected", "cooperative", "BelowLevel")]
    [InlineData("Redirected", "", "BelowLevel")]
    [InlineData("Redirected", "cooperative lowered", "")]
    [InlineData("Redirected", "away", "")]
    [InlineData("Redirected", "cooperative age:29", "")]
    [InlineData("Redirected", "cooperative v:0.1.0", "SidecarOutdated BelowLevel")]
    [InlineData("Redirected", "bare", "NoSidecar")]
    [InlineData("Cooperative", "cooperative", "")]
    [InlineData("Cooperative", "redirected", "")]
    public void Inspect_PolicyAsksForALevel_NamesPodsBelowThatCouldHaveIt(string wanted, string pod, string found) =>
        Assert.Equal(found, string.Join(' ', new WatchdogGiven { Wanted = Enum.Parse<EgressMode>(wanted) }.With("a", pod).Inspect().Select(finding => finding.Reason)));

    [Theory]
    //          pod, who would replace it
    [InlineData("", null)]
    [InlineData("owner:ReplicaSet", "ReplicaSet")]
    [InlineData("owner:StatefulSet", "StatefulSet")]
    [InlineData("owner:DaemonSet", "DaemonSet")]
    [InlineData("owner:Rollout", "Rollout")]
    [InlineData("owner:Job", null)]
    [InlineData("maker:ReplicaSet", null)]
    [InlineData("owner:ReplicaSet report", null)]
    public void Inspect_Finding_SaysWhoWouldPutANewPodInItsPlace(string pod, string? kind) =>
        Assert.Equal(kind, new WatchdogGiven().With("a", pod + " bare").Inspect().Single().Restarter?.Kind);

    [Fact]
    public void Inspect_NamespaceWantsReportsAlone_NobodyPutsANewPod()
    {
        var given = new WatchdogGiven { Annotations = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("aigateway.dev/watchdog", "report") };

        Assert.Null(given.With("a", "bare owner:ReplicaSet").Inspect().Single().Restarter);
    }

    [Fact]
    public void Inspect_VersionIsAnAuthorsText_IsBoundedInTheNote()
    {
        var note = new WatchdogGiven().With("a", "v:" + new string('x', 10_000)).Inspect().Single().Note;

        Assert.InRange(note.Length, 200, 400);
    }
}
