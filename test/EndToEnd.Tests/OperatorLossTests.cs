using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>Agents go on while the operator is away, and what was changed meanwhile is in force once it is back.</summary>
public sealed class OperatorLossTests(Cluster cluster) : ClusterTest(cluster)
{
    private Team Team => Cluster.Team("loss");

    [Fact]
    public async Task Operator_KilledInMidTraffic_FailsNoCall()
    {
        await using var calls = Team.Agent.Start("loop", "fast", "20", "15");
        await using var stream = Team.Agent.Start("stream", "stream-300-30");
        Assert.True((bool)(await calls.NextAsync())!["ok"]!);
        Assert.True((bool)(await stream.NextAsync())!["began"]!);

        await Kubectl.RunAsync("--namespace", Operator.Namespace, "delete", "pods", "--all", "--force", "--grace-period=0");
        var lines = await calls.ToEndAsync();

        Progress.Say($"{lines.Count} calls while the operator was killed, {lines.Count(line => !(bool)line["ok"]!)} failed");
        Assert.True(lines.Count > 30, $"only {lines.Count} calls were made");
        Assert.All(lines, line => Assert.True((bool)line["ok"]!, line.ToJsonString()));
        var end = (await stream.NextAsync())!;
        Assert.True((bool)end["ok"]! && (int)end["events"]! >= 300, end.ToJsonString());

        await OperatorIsBackAsync();
        await Team.PatchPolicyAsync("""{"models":{"allow":["fast","stream-300-30","other"]}}""");
        Assert.True((bool)(await Team.Agent.StepAsync("until", "other", "allowed"))["ok"]!);
    }

    [Fact]
    public async Task Operator_AwayWhileAPolicyIsEdited_CountsTruthfullySoonAfterItIsBack()
    {
        await CountIsAsync("1/1", await GenerationAsync());
        await Kubectl.RunAsync("--namespace", Operator.Namespace, "scale", Operator.Deployment, "--replicas=0");
        await Until.TrueAsync("the operator is gone", async () => (await Pod.ListAsync(Kubectl, Operator.Namespace, "")).Count == 0);
        await Team.PatchPolicyAsync("""{"models":{"allow":["fast","stream-300-30"]},"suspended":true}""");
        await Kubectl.RunAsync("--namespace", Operator.Namespace, "scale", Operator.Deployment, "--replicas=2");
        await OperatorIsBackAsync();

        try
        {
            Progress.Figure("operator ready again, until n/m is true of the edit it did not see", await CountIsAsync("1/1", await GenerationAsync()));
            Assert.Equal("agent_suspended", (string?)(await Team.Agent.StepAsync("call", "fast"))["code"]);
        }
        finally
        {
            await Team.PatchPolicyAsync("""{"suspended":false}""");
        }

        Assert.True((bool)(await Team.Agent.StepAsync("until", "fast", "allowed"))["ok"]!);
    }

    [Fact]
    public async Task Sidecar_CrashedWhileTheOperatorIsAway_GoesOnWithWhatItKept()
    {
        var pod = Assert.Single(await Team.PodsAsync());
        await Kubectl.RunAsync("--namespace", Operator.Namespace, "scale", Operator.Deployment, "--replicas=0");
        try
        {
            await Until.TrueAsync("the operator is gone", async () => (await Pod.ListAsync(Kubectl, Operator.Namespace, "")).Count == 0);
            await Cluster.ScriptAsync("test/cluster/kill.sh", [pod.SidecarState.Id]);
            var took = await Until.TrueAsync("the sidecar runs again and is ready", async () =>
                (await Pod.GetAsync(Kubectl, Team.Name, pod.Name)).SidecarState is { IsReady: true } state && state.Restarts > pod.SidecarState.Restarts);
            Progress.Figure("a sidecar killed without an operator, until the kubelet calls it ready", took);

            Assert.True((bool)(await Team.Agent.StepAsync("call", "fast"))["ok"]!);
            Assert.Equal("model_denied", (string?)(await Team.Agent.StepAsync("call", "forbidden"))["code"]);
        }
        finally
        {
            await Kubectl.RunAsync("--namespace", Operator.Namespace, "scale", Operator.Deployment, "--replicas=2");
            await OperatorIsBackAsync();
        }
    }

    private async Task OperatorIsBackAsync()
    {
        await Kubectl.RunAsync("--namespace", Operator.Namespace, "rollout", "status", Operator.Deployment, Until.Patience);
        Progress.Say("the operator is back");
    }

    private async Task<long> GenerationAsync() =>
        (long)(await Kubectl.JsonAsync("--namespace", Team.Name, "get", "agentpolicy", "agents"))["metadata"]!["generation"]!;

    private Task<TimeSpan> CountIsAsync(string sidecars, long generation) =>
        Until.TrueAsync($"the policy shows {sidecars} of generation {generation}", async () =>
        {
            var status = (await Kubectl.JsonAsync("--namespace", Team.Name, "get", "agentpolicy", "agents"))["status"];
            return (long?)status?["observedGeneration"] == generation && (string?)status["sidecars"]?["summary"] == sidecars;
        });
}
