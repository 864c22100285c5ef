using System.Text.Json;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status.Levels;

/// <summary>What a policy's status says of how its pods are held, as a table.</summary>
public sealed class LevelStatusTests
{
    [Theory]
    //          policy               pods                             level              condition              ready
    [InlineData("-", "", "Cooperative 0/0", "True Enforced", "True")]
    [InlineData("-", "a:redirected b:cooperative c:silent", "Cooperative 3/3", "True Enforced", "True")]
    [InlineData("-", "a:cooperative b:bare", "Cooperative 1/2", "False NoSidecar", "False")]
    [InlineData("-", "a:cooperative b:away", "Cooperative 2/2", "True Enforced", "False")]
    [InlineData("Redirected Refuse", "", "Redirected 0/0", "True Enforced", "True")]
    [InlineData("Redirected Refuse", "a:redirected b:redirected", "Redirected 2/2", "True Enforced", "True")]
    [InlineData("Redirected Refuse", "a:redirected b:cooperative", "Redirected 1/2", "False BelowLevel", "False")]
    [InlineData("Redirected Lower", "a:redirected b:cooperative", "Redirected 1/2", "False BelowLevel", "True")]
    [InlineData("Redirected Refuse", "a:redirected b:bare", "Redirected 1/2", "False NoSidecar", "False")]
    [InlineData("Redirected Refuse", "a:cooperative b:bare", "Redirected 0/2", "False NoSidecar", "False")]
    [InlineData("Redirected Refuse", "a:redirected b:silent", "Redirected 1/2", "False BelowLevel", "False")]
    [InlineData("Redirected Refuse", "a:redirected b:outdated", "Redirected 1/2", "False BelowLevel", "False")]
    [InlineData("Redirected Refuse", "a:redirected b:unknown-level", "Redirected 1/2", "False BelowLevel", "False")]
    [InlineData("Redirected Refuse", "a:redirected b:forged", "Redirected 1/2", "False BelowLevel", "False")]
    [InlineData("Redirected Refuse", "a:redirected b:young-silent", "Redirected 1/2", "Unknown Pending", "Unknown")]
    [InlineData("Redirected Lower", "a:redirected b:young-silent", "Redirected 1/2", "Unknown Pending", "True")]
    [InlineData("Redirected Refuse", "a:redirected b:young-cooperative", "Redirected 1/2", "False BelowLevel", "False")]
    [InlineData("Redirected Refuse", "a:redirected b:young-redirected", "Redirected 2/2", "True Enforced", "True")]
    [InlineData("Redirected Refuse", "a:redirected b:young-away", "Redirected 1/1", "True Enforced", "True")]
    [InlineData("Redirected Refuse", "a:redirected b:reconnected", "Redirected 1/2", "Unknown Pending", "Unknown")]
    [InlineData("Redirected Refuse", "a:redirected b:lost-redirected", "Redirected 2/2", "True Enforced", "True")]
    [InlineData("Redirected Lower", "a:redirected b:away", "Redirected 1/2", "Unknown Pending", "False")]
    [InlineData("Redirected Refuse", "a:redirected b:ending", "Redirected 1/1", "True Enforced", "True")]
    public void Status_OfPods_SaysWhatWasMeasured(string policy, string pods, string level, string condition, string ready)
    {
        var status = new LevelGiven { Policy = policy, Pods = pods }.Status;

        Assert.Equal(level, status.Enforcement!.Summary);
        Assert.Equal(condition, $"{status.Of("Enforced").Status} {status.Of("Enforced").Reason}");
        Assert.Equal(ready, status.Of("Ready").Status);
        Assert.Equal(3, status.Of("Enforced").ObservedGeneration);
    }

    [Theory]
    [InlineData("a:redirected b:cooperative", "1/2 pods are held at Redirected; held less: team/b (Cooperative: it was not injected for more: start it anew)")]
    [InlineData("a:redirected b:lowered", "1/2 pods are held at Redirected; held less: team/b (Cooperative: privileged: Container 'x' is privileged.)")]
    [InlineData("a:redirected b:failed", "1/2 pods are held at Redirected; held less: team/b (Cooperative: it was injected to be redirected and is not)")]
    [InlineData("b:seen-foreign", "0/1 pods are held at Redirected; held less: team/b (Cooperative: a process of the sidecar's user is not the sidecar)")]
    [InlineData("b:outdated", "0/1 pods are held at Redirected; held less: team/b (Cooperative: its sidecar is too old to say)")]
    [InlineData("b:silent", "0/1 pods are held at Redirected; held less: team/b (Cooperative: its sidecar does not say)")]
    [InlineData("a:silent b:bare c:away", "0/3 pods are held at Redirected; held less: team/a (Cooperative: its sidecar does not say); without a sidecar: team/b; not known: team/c (Cooperative: its sidecar is disconnected)")]
    [InlineData("a:bare b:bare c:bare d:bare e:bare", "0/5 pods are held at Redirected; without a sidecar: team/a, team/b, team/c and 2 more")]
    public void Message_OfPodsBelow_NamesThemAndWhy(string pods, string message) =>
        Assert.Equal(message, new LevelGiven { Policy = "Redirected Lower", Pods = pods }.Status.Of("Enforced").Message);

    [Fact]
    public void Message_OfWhatASidecarSays_IsBoundedAndOneLine()
    {
        var message = new LevelGiven { Policy = "Redirected Lower", Pods = "a:babbling" }.Status.Of("Enforced").Message;

        Assert.Contains("one two", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 200, 400);
    }

    [Fact]
    public void Counts_OfPods_GoByLevel()
    {
        var counts = new LevelGiven { Policy = "Redirected Lower", Pods = "a:redirected b:redirected c:cooperative d:away e:bare" }.Status.Enforcement!;

        Assert.Equal((EgressMode.Redirected, 2, 2, 1), (counts.Wanted, counts.Redirected, counts.Cooperative, counts.None));
    }

    [Fact]
    public void Status_ComesBackFromTheApi_IsTheSame()
    {
        var status = new LevelGiven { Policy = "Redirected Lower", Pods = "a:redirected b:cooperative" }.Status;

        var back = JsonSerializer.Deserialize(StatusJson.Write(status), ResourceJson.Default.AgentPolicyStatus)!;

        Assert.True(StatusComparison.Same(back, status));
        Assert.False(StatusComparison.Same(back, status with { Enforcement = status.Enforcement! with { Redirected = 2 } }));
        Assert.Equal("Redirected 1/2", back.Enforcement!.Summary);
    }

    [Fact]
    public void Status_PodWithoutASidecarClaimsALevel_CountsAsNone()
    {
        var turn = new LevelGiven { Policy = "Redirected Refuse", Pods = "a:bare" }.Turn;
        var claim = StatusGiven.Sidecar("a") with { Enforcement = new() { Level = Contracts.EnforcementLevel.Redirected } };

        var status = StatusGiven.Status(turn with { Inventory = turn.Inventory with { SidecarsAreInjected = true } }, claim);

        Assert.Equal(("Redirected 0/1", StatusReasons.NoSidecar), (status.Enforcement!.Summary, status.Of("Enforced").Reason));
    }
}
