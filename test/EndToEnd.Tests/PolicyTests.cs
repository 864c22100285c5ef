using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>What a user changes is in force in the running pods; how soon, <c>make bench-inforce</c> tells.</summary>
public sealed class PolicyTests(Cluster cluster) : ClusterTest(cluster)
{
    private Team Team => Cluster.Team("policies");

    [Fact]
    [Trait(Progress.Measures, nameof(Progress.InForce))]
    public async Task Policy_Edited_IsInForceWithoutARestart()
    {
        var before = Assert.Single(await Team.PodsAsync());
        await using var allowed = Team.Agent.Start("until", "other", "allowed");
        Assert.Equal("denied", (string?)(await allowed.NextAsync())!["first"]);

        await EditAsync("an allow, to the first allowed call", """{"models":{"allow":["fast","long-20","other"]}}""", allowed);

        await using var denied = Team.Agent.Start("until", "other", "denied");
        Assert.Equal("allowed", (string?)(await denied.NextAsync())!["first"]);
        await EditAsync("a deny, to the first denied call", """{"models":{"allow":["fast","long-20"]}}""", denied);

        var after = Assert.Single(await Team.PodsAsync());
        Assert.Equal((before.Uid, 0), (after.Uid, after.Restarts));
    }

    [Fact]
    [Trait(Progress.Measures, nameof(Progress.InForce))]
    public async Task AgentSuspended_InMidStream_IsCut()
    {
        await using var stream = Team.Agent.Start("stream", "long-20");
        Assert.True((bool?)(await stream.NextAsync())!["began"]);
        try
        {
            var edited = Now;
            await Team.PatchPolicyAsync("""{"suspended":true}""");
            var end = (await stream.NextAsync())!;

            Progress.InForce("a suspension, to the end of the open stream", edited, end);
            Assert.False((bool)end["ok"]!, end.ToJsonString());
            Assert.Equal("agent_suspended", (string?)(await Team.Agent.StepAsync("call", "fast"))["code"]);
        }
        finally
        {
            await Team.PatchPolicyAsync("""{"suspended":false}""");
        }

        Assert.True((bool)(await Team.Agent.StepAsync("until", "fast", "allowed"))["ok"]!);
    }

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>Edits, and waits for the first call that shows it.</summary>
    private async Task EditAsync(string what, string spec, RunningStep polling)
    {
        var edited = Now;
        await Team.PatchPolicyAsync(spec);
        var end = (await polling.NextAsync())!;
        Assert.True((bool)end["ok"]!, end.ToJsonString());
        Progress.InForce(what, edited, end);
    }
}
