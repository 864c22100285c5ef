using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>A team with two Deployments under one policy, one that has a policy of its own, and a tool server with a tool that a human must approve.</summary>
internal sealed class SpendingTeam(Cluster cluster)
{
    private const string Space = "spending";

    private bool _applied;

    public static string Name => Space;

    /// <summary>The first Deployment, which every team has.</summary>
    public Agent First { get; } = new(cluster.Kubectl, Space, "deployment/agent");

    public Agent Second { get; } = new(cluster.Kubectl, Space, "deployment/second");

    public Agent Learner { get; } = new(cluster.Kubectl, Space, "deployment/learner");

    /// <summary>Once for all tests.</summary>
    public async Task ApplyAsync()
    {
        if (_applied) return;
        await ApplyManifestAsync();
        await StartAsync("second");
        await RolledOutAsync("learner");
        _applied = true;
    }

    /// <summary>The learner's policy as it was, for tests that come after one that narrowed it.</summary>
    public async Task RestoreAsync()
    {
        await ApplyManifestAsync();
        Assert.True((bool)(await Learner.StepAsync("until", "other", "allowed"))["ok"]!);
    }

    public Task ApplyAsync(string manifest) => cluster.Kubectl.ApplyAsync(manifest);

    /// <summary>One more Deployment of agents under the first one's policy.</summary>
    public async Task<Agent> StartAsync(string deployment)
    {
        await ApplyAsync(Manifest.Read("deployment", ("TEAM", Space), ("NAME", deployment)));
        await RolledOutAsync(deployment);
        return new(cluster.Kubectl, Space, $"deployment/{deployment}");
    }

    /// <summary>One object as the API has it.</summary>
    public Task<JsonNode> GetAsync(string kind, string name) => cluster.Kubectl.JsonAsync("--namespace", Space, "get", kind, name);

    /// <summary>All of a kind.</summary>
    public async Task<JsonArray> ListAsync(string kind) => (await cluster.Kubectl.JsonAsync("--namespace", Space, "get", kind))["items"]!.AsArray();

    public Task PatchAsync(string target, string json) => cluster.Kubectl.PatchAsync(Space, target, json);

    /// <summary>Waits until all pods of a Deployment are ready.</summary>
    public Task RolledOutAsync(string deployment) => cluster.Kubectl.RunAsync("--namespace", Space, "rollout", "status", $"deployment/{deployment}", Until.Patience);

    private Task ApplyManifestAsync() => cluster.Kubectl.ApplyAsync(Manifest.Read("spending", ("TEAM", Space), ("TOKEN", cluster.ToolServer.Token), ("CERTIFICATE", cluster.Certificate)));
}
