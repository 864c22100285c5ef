using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>Stopping an agent by its Agent object and by its namespace, in mid-stream.</summary>
public sealed class HoldTests(Cluster cluster) : ClusterTest(cluster)
{
    private SpendingTeam Team => Cluster.Spending;

    [Fact]
    [Trait(Progress.Measures, nameof(Progress.InForce))]
    public async Task Agent_Suspended_IsCutAndShownUntilItIsTakenBack()
    {
        await Team.ApplyAsync();
        await Until.TrueAsync("the Agent is there", async () => (await Team.ListAsync("agents")).Any(agent => (string?)agent!["metadata"]!["name"] == "deployment-second"));
        await using var stream = Team.Second.Start("stream", "long-20");
        Assert.True((bool?)(await stream.NextAsync())!["began"]);
        try
        {
            var edited = DateTimeOffset.UtcNow;
            await Team.PatchAsync("agent/deployment-second", """{"spec":{"suspended":true,"reason":"it mails the whole company"}}""");
            var end = (await stream.NextAsync())!;

            Progress.InForce("an Agent's suspension, to the end of its open stream", edited, end);
            Assert.False((bool)end["ok"]!, end.ToJsonString());
            var refused = await Team.Second.StepAsync("call", "fast");
            Assert.Equal("agent_suspended", (string?)refused["code"]);
            Assert.Contains("it mails the whole company", (string)refused["message"]!, StringComparison.Ordinal);
            Assert.True((bool)(await Team.First.StepAsync("call", "fast"))["ok"]!);
            await Until.TrueAsync("kubectl get agents shows it", async () => (await Kubectl.RunAsync("--namespace", SpendingTeam.Name, "get", "agent", "deployment-second")).Contains("Suspended", StringComparison.Ordinal));
            Progress.Say(await Kubectl.RunAsync("--namespace", SpendingTeam.Name, "get", "agents"));
        }
        finally
        {
            await Team.PatchAsync("agent/deployment-second", """{"spec":{"suspended":false,"reason":null}}""");
        }

        Assert.True((bool)(await Team.Second.StepAsync("until", "fast", "allowed"))["ok"]!);
    }

    [Fact]
    public async Task Agent_SuspendedBeforeItsFirstPod_IsHeldFromTheFirstCallAndOverItsRestart()
    {
        await Team.ApplyAsync();
        await Team.ApplyAsync("""
            apiVersion: aigateway.dev/v1alpha1
            kind: Agent
            metadata: {name: not-yet, namespace: spending}
            spec: {workload: {kind: Deployment, name: late}, suspended: true, reason: "not reviewed yet"}
            """);
        var late = await Team.StartAsync("late");
        try
        {
            await RefusedAsync(late);
            await Kubectl.RunAsync("--namespace", SpendingTeam.Name, "delete", "pod", "--selector=kind=late", "--wait");
            await Team.RolledOutAsync("late");
            await RefusedAsync(late);
            await Team.PatchAsync("agent/not-yet", """{"spec":{"suspended":false}}""");
            Assert.True((bool)(await late.StepAsync("until", "fast", "allowed"))["ok"]!);
        }
        finally
        {
            await Kubectl.RunAsync("--namespace", SpendingTeam.Name, "delete", "deployment/late", "agent/not-yet");
        }
    }

    [Fact]
    public async Task Namespace_Annotated_StopsAllItsAgents()
    {
        await Team.ApplyAsync();
        try
        {
            await Kubectl.RunAsync("annotate", "namespace", SpendingTeam.Name, "aigateway.dev/suspended=true");
            foreach (var agent in (Agent[])[Team.First, Team.Second, Team.Learner])
            {
                Assert.True((bool)(await agent.StepAsync("until", "fast", "denied"))["ok"]!);
                Assert.Equal("agent_suspended", (string?)(await agent.StepAsync("call", "fast"))["code"]);
            }
        }
        finally
        {
            await Kubectl.RunAsync("annotate", "namespace", SpendingTeam.Name, "aigateway.dev/suspended-");
        }

        foreach (var agent in (Agent[])[Team.First, Team.Second, Team.Learner]) Assert.True((bool)(await agent.StepAsync("until", "fast", "allowed"))["ok"]!);
    }

    private static async Task RefusedAsync(Agent agent)
    {
        var refused = await agent.StepAsync("call", "fast");
        Assert.Equal("agent_suspended", (string?)refused["code"]);
        Assert.Contains("not reviewed yet", (string)refused["message"]!, StringComparison.Ordinal);
    }
}
