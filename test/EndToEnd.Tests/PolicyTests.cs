using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>What a user changes is in force within two seconds, in the running pods.</summary>
public sealed class PolicyTests(Cluster cluster) : ClusterTest(cluster)
{
    private static readonly TimeSpan InForce = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private Team Team => Cluster.Team("policies");

    [Fact]
    public async Task Policy_Edited_IsInForceWithoutARestart()
    {
        var before = Assert.Single(await Team.PodsAsync());
        await using var allowed = Team.Agent.Start("until", "other", "allowed");
        Assert.Equal("denied", (string?)(await allowed.NextAsync(Long))!["first"]);

        Progress.Figure("an allow, from the edit to the first allowed call", await EditAsync("""{"models":{"allow":["fast","long-20","other"]}}""", allowed));

        await using var denied = Team.Agent.Start("until", "other", "denied");
        Assert.Equal("allowed", (string?)(await denied.NextAsync(Long))!["first"]);
        Progress.Figure("a deny, from the edit to the first denied call", await EditAsync("""{"models":{"allow":["fast","long-20"]}}""", denied));

        var after = Assert.Single(await Team.PodsAsync());
        Assert.Equal((before.Uid, 0), (after.Uid, after.Restarts));
    }

    [Fact]
    public async Task AgentSuspended_InMidStream_IsCut()
    {
        await using var stream = Team.Agent.Start("stream", "long-20");
        Assert.True((bool?)(await stream.NextAsync(Long))!["began"]);
        try
        {
            var edited = Now;
            await Team.PatchPolicyAsync("""{"suspended":true}""");
            var end = (await stream.NextAsync(Long))!;

            Progress.Figure("a suspension, from the edit to the end of the open stream", At(end) - edited);
            Assert.False((bool)end["ok"]!, end.ToJsonString());
            Assert.InRange(At(end) - edited, TimeSpan.Zero, InForce);
            Assert.Equal("agent_suspended", (string?)(await Team.Agent.StepAsync("call", "fast"))["code"]);
        }
        finally
        {
            await Team.PatchPolicyAsync("""{"suspended":false}""");
        }

        Assert.True((bool)(await Team.Agent.StepAsync("until", "fast", "allowed"))["ok"]!);
    }

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    private static DateTimeOffset At(JsonNode line) => DateTimeOffset.FromUnixTimeMilliseconds((long)line["at"]!);

    /// <summary>The time from before the edit to the first call that shows it; the node's clock is this machine's.</summary>
    private async Task<TimeSpan> EditAsync(string spec, RunningStep polling)
    {
        var edited = Now;
        await Team.PatchPolicyAsync(spec);
        var end = (await polling.NextAsync(Long))!;
        Assert.True((bool)end["ok"]!, end.ToJsonString());
        var took = At(end) - edited;
        Assert.InRange(took, TimeSpan.Zero, InForce);
        return took;
    }
}
