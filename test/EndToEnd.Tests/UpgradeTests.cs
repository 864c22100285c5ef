using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>The operator and the sidecars are renewed under agents that call all the time, and not one call fails.</summary>
public sealed class UpgradeTests(Cluster cluster) : ClusterTest(cluster)
{
    private const string NextVersion = "0.2.0";
    private const string NextImage = "aigateway/operator:" + NextVersion;
    private const string Injected = "aigateway.dev/injected";

    private Team Team => Cluster.Team("upgrade");

    [Fact]
    public async Task OperatorAndSidecars_Rolled_FailNoCall()
    {
        await Images.LoadNextAsync(NextVersion);
        await using var workers = new Workers(Kubectl, Team);
        await workers.StartAsync();
        await using var stream = Team.Agent.Start("stream", "stream-300-30");
        Assert.True((bool)(await stream.NextAsync())!["began"]!);
        try
        {
            await SetImagesAsync(NextImage, $"aigateway/sidecar:{NextVersion}");
            await workers.RestartAsync();

            Assert.All(await workers.PodsAsync(), pod => Assert.StartsWith(NextVersion + "/", pod.Annotation(Injected), StringComparison.Ordinal));
            Assert.All(await workers.PodsAsync(), pod => Assert.Equal($"aigateway/sidecar:{NextVersion}", (string?)pod.Sidecar!["image"]));
            await Team.PatchPolicyAsync("""{"models":{"allow":["fast","stream-300-30","other"]}}""");
            Assert.True((bool)(await Team.Agent.StepAsync("until", "other", "allowed"))["ok"]!);
        }
        finally
        {
            await SetImagesAsync("aigateway/operator:0.1.0", "aigateway/sidecar:0.1.0");
        }

        await workers.RestartAsync();
        var end = (await stream.NextAsync())!;
        Assert.True((bool)end["ok"]! && (int)end["events"]! >= 300, end.ToJsonString());
        NoneFailed(await workers.EndAsync(), "the operator went to another version and back, and every sidecar was replaced twice");
    }

    [Fact]
    public async Task TwoVersions_SideBySide_AgreeAndFailNoCall()
    {
        await Images.LoadNextAsync(NextVersion);
        await using var workers = new Workers(Kubectl, Team);
        await workers.StartAsync();
        try
        {
            await StartNextAsync();
            await workers.RestartAsync();
            for (var turn = 0; turn < 3; turn++)
            {
                await EditIsInForceEverywhereAsync("denied", """{"models":{"allow":["fast","stream-300-30"]}}""");
                await DeleteLeaderAsync();
                await EditIsInForceEverywhereAsync("allowed", """{"models":{"allow":["fast","stream-300-30","other"]}}""");
                await workers.RestartAsync();
            }
        }
        finally
        {
            await Kubectl.RunAsync("--namespace", Operator.Namespace, "delete", "deployment/aigateway-operator-next", "--ignore-not-found");
            await Kubectl.RunAsync("--namespace", Operator.Namespace, "scale", Operator.Deployment, "--replicas=2");
            await RolledAsync(Operator.Deployment);
        }

        NoneFailed(await workers.EndAsync(), "two versions of the operator served side by side, and their leader was deleted three times");
    }

    private static void NoneFailed(ImmutableArray<JsonNode> sums, string what)
    {
        Progress.Say($"{sums.Sum(sum => (int)sum["calls"]!)} calls of {sums.Length} pods while {what}: {sums.Sum(sum => (int)sum["failed"]!)} failed");
        Assert.All(sums, sum => Assert.True((int)sum["failed"]! == 0 && (int)sum["calls"]! > 0, sum.ToJsonString()));
    }

    private async Task SetImagesAsync(string image, string sidecar)
    {
        // In one edit: a pod of a version between the two, deleted while it starts, may take old kubelets minutes to let go.
        var container = new JsonObject { ["name"] = "operator", ["image"] = image, ["env"] = new JsonArray(new JsonObject { ["name"] = "AIGATEWAY_SIDECAR_IMAGE", ["value"] = sidecar }) };
        var patch = new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray(container) } } } };
        await Kubectl.RunAsync("--namespace", Operator.Namespace, "patch", Operator.Deployment, "--patch", patch.ToJsonString());
        await RolledAsync(Operator.Deployment);
        await Until.TrueAsync("replicas of the other version, which answer for a moment longer, are gone", async () =>
            (await Kubectl.JsonAsync("--namespace", Operator.Namespace, "get", "pods"))["items"]!.AsArray().All(pod => (string?)pod!["spec"]!["containers"]![0]!["image"] == image));
        Progress.Say($"the operator is {image}");
    }

    /// <summary>A second Deployment of the other version; the Service takes both, and both want to lead.</summary>
    private async Task StartNextAsync()
    {
        var deployment = await Kubectl.JsonAsync("--namespace", Operator.Namespace, "get", Operator.Deployment);
        var labels = new JsonObject { ["app.kubernetes.io/name"] = "aigateway-operator", ["track"] = "next" };
        deployment["metadata"] = new JsonObject { ["name"] = "aigateway-operator-next", ["namespace"] = Operator.Namespace };
        ((JsonObject)deployment).Remove("status");
        deployment["spec"]!["replicas"] = 1;
        deployment["spec"]!["selector"]!["matchLabels"] = labels.DeepClone();
        deployment["spec"]!["template"]!["metadata"]!["labels"] = labels;
        deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = NextImage;
        await Kubectl.ApplyAsync(deployment.ToJsonString());
        await RolledAsync("deployment/aigateway-operator-next");
        await Kubectl.RunAsync("--namespace", Operator.Namespace, "scale", Operator.Deployment, "--replicas=1");
        Progress.Say("two versions of the operator serve");
    }

    private Task RolledAsync(string deployment) =>
        Kubectl.RunAsync("--namespace", Operator.Namespace, "rollout", "status", deployment, Until.Patience);

    private async Task EditIsInForceEverywhereAsync(string wanted, string spec)
    {
        await Team.PatchPolicyAsync(spec);
        Assert.True((bool)(await Team.Agent.StepAsync("until", "other", wanted))["ok"]!);
        await Until.TrueAsync("the status speaks of this generation, and of every sidecar", async () =>
        {
            var policy = await Kubectl.JsonAsync("--namespace", Team.Name, "get", "agentpolicy", "agents");
            var sidecars = policy["status"]?["sidecars"];
            return (long?)policy["status"]?["observedGeneration"] == (long)policy["metadata"]!["generation"]!
                && (int?)sidecars?["matched"] is > 0 and var matched && (int?)sidecars["programmed"] == matched;
        });
    }

    private async Task DeleteLeaderAsync()
    {
        var lease = await Kubectl.JsonAsync("--namespace", Operator.Namespace, "get", "lease", "aigateway-operator");
        var leader = ((string)lease["spec"]!["holderIdentity"]!).Split('/', '_', '@')[0];
        await Kubectl.RunAsync("--namespace", Operator.Namespace, "delete", "pod", leader, "--wait=false");
        Progress.Say($"{leader}, which led, is deleted");
    }
}
