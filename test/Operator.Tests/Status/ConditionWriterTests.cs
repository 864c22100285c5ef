using AiGateway.Contracts;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status;

public sealed class ConditionWriterTests
{
    [Fact]
    public void Write_EverySidecarAcknowledged_IsReady()
    {
        var status = StatusGiven.Status(
            StatusGiven.Turn(StatusGiven.Pod("a"), StatusGiven.Pod("b")), StatusGiven.Sidecar("a"), StatusGiven.Sidecar("b"));

        Assert.All(status.Conditions, condition => Assert.Equal(("True", 3), (condition.Status, condition.ObservedGeneration)));
        Assert.Equal(["Accepted", "ResolvedRefs", "Programmed", "Enforced", "Ready"], status.Conditions.Select(condition => condition.Type));
        Assert.Equal("2/2", status.Sidecars!.Summary);
    }

    [Fact]
    public void Write_NoPodIsSelected_IsReady()
    {
        var status = StatusGiven.Status(StatusGiven.Turn());

        Assert.Equal(("True", "0/0"), (status.Of("Ready").Status, status.Sidecars!.Summary));
    }

    [Fact]
    public void Write_AcknowledgedAnOlderGeneration_IsPendingAndReconciling()
    {
        var status = StatusGiven.Status(StatusGiven.Turn(StatusGiven.Pod("a")), StatusGiven.Sidecar("a", generation: 2));

        Assert.Equal(("False", StatusReasons.Pending), (status.Of("Programmed").Status, status.Of("Programmed").Reason));
        Assert.Equal("Unknown", status.Of("Ready").Status);
        Assert.Equal("True", status.Of("Reconciling").Status);
        Assert.False(status.Has("Stalled"));
    }

    [Fact]
    public void Write_OneSidecarIsCutOff_SaysWhichAndIsNotReady()
    {
        var status = StatusGiven.Status(StatusGiven.Turn(StatusGiven.Pod("a"), StatusGiven.Pod("b")), StatusGiven.Sidecar("a"));

        Assert.Equal("1/2", status.Sidecars!.Summary);
        Assert.Equal("False", status.Of("Ready").Status);
        Assert.Equal("1/2: waiting for team/b (disconnected)", status.Of("Ready").Message);
    }

    [Fact]
    public void Write_ManyAreCutOff_NamesThreeAndCountsTheRest()
    {
        var status = StatusGiven.Status(StatusGiven.Turn([.. "abcde".Select(name => StatusGiven.Pod(name.ToString()))]));

        Assert.EndsWith("team/a (disconnected), team/b (disconnected), team/c (disconnected) and 2 more", status.Of("Programmed").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_YoungPodWithoutAStream_IsNotCountedYet()
    {
        var turn = StatusGiven.Turn(StatusGiven.Pod("a"), StatusGiven.Pod("young", age: TimeSpan.FromSeconds(29)));

        Assert.Equal("1/1", StatusGiven.Status(turn, StatusGiven.Sidecar("a")).Sidecars!.Summary);
        Assert.Equal("2/2", StatusGiven.Status(turn, StatusGiven.Sidecar("a"), StatusGiven.Sidecar("young")).Sidecars!.Summary);
    }

    [Fact]
    public void Write_SidecarRefused_SaysItsReasonAndStalls()
    {
        var nack = new Nack { Revision = "r", Reason = NackReasons.Invalid, Message = "routes[0]: two targets with one name" };

        var status = StatusGiven.Status(StatusGiven.Turn(StatusGiven.Pod("a")), StatusGiven.Sidecar("a", generation: 2, nack));

        Assert.Equal(StatusReasons.BundleRefused, status.Of("Ready").Reason);
        Assert.Contains("team/a (Invalid: routes[0]: two targets with one name)", status.Of("Ready").Message, StringComparison.Ordinal);
        Assert.True(status.Has("Stalled"));
    }

    [Fact]
    public void Write_SidecarLacksAFeature_IsOutdatedThoughItAcknowledged()
    {
        var turn = StatusGiven.Turn(
            policy => policy with { Spec = policy.Spec with { Mode = PolicyMode.Audit } }, StatusGiven.Pod("new"), StatusGiven.Pod("old"));

        var status = StatusGiven.Status(turn, StatusGiven.Sidecar("new"), StatusGiven.Sidecar("old", features: []));

        Assert.Equal((StatusReasons.SidecarOutdated, "1/2"), (status.Of("Programmed").Reason, status.Sidecars!.Summary));
        Assert.Contains("team/old", status.Of("Programmed").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PodWithoutASidecar_IsCountedAndNamed()
    {
        var status = StatusGiven.Status(StatusGiven.Turn(StatusGiven.Pod("a"), StatusGiven.Pod("bare", injected: false)), StatusGiven.Sidecar("a"));

        Assert.Equal((StatusReasons.NoSidecar, "1/2"), (status.Of("Programmed").Reason, status.Sidecars!.Summary));
        Assert.Contains("team/bare", status.Of("Programmed").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_BadSpec_IsNotAcceptedAndNamesTheField()
    {
        var turn = StatusGiven.Turn(policy => policy with { Spec = policy.Spec with { Models = new() { Allow = ["two*stars*"] } } });

        var status = StatusGiven.Status(turn);

        Assert.Equal("False", status.Of("Accepted").Status);
        Assert.Equal(status.Of("Accepted").Message, status.Of("Ready").Message);
        Assert.StartsWith("spec.models.allow[0]: ", status.Of("Ready").Message, StringComparison.Ordinal);
        Assert.True(status.Has("Stalled"));
    }

    [Fact]
    public void Write_StatusStays_KeepsItsTime()
    {
        var turn = StatusGiven.Turn(StatusGiven.Pod("a"));
        var before = StatusGiven.Status(turn, StatusGiven.Sidecar("a"));
        var past = before with { Conditions = [.. before.Conditions.Select(condition => condition with { LastTransitionTime = DateTimeOffset.UnixEpoch })] };

        var after = StatusGiven.Status(turn, past);

        Assert.Equal(DateTimeOffset.UnixEpoch, after.Of("Accepted").LastTransitionTime);
        Assert.Equal(StatusGiven.Now, after.Of("Programmed").LastTransitionTime);
    }
}
