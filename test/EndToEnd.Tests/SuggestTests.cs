using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>From what an agent did to the policy that would have let it, and nothing more, by the plugin of kubectl.</summary>
public sealed class SuggestTests(Cluster cluster) : ClusterTest(cluster)
{
    private const string Query = """{"query":"Ada"}""";

    private SpendingTeam Team => Cluster.Spending;

    [Fact]
    public async Task Suggest_Applied_LetsTheSameRunPassAndOneMoreToolBeRefused()
    {
        await Team.ApplyAsync();
        await RunAsync();
        await Until.TrueAsync("the Agent says what was used", async () =>
            (await Team.ListAsync("agents")).Any(agent => (string?)agent!["spec"]!["workload"]!["name"] == "learner" && (agent["status"]?["used"]?.ToJsonString() ?? "").Contains("shop/search_orders", StringComparison.Ordinal)));
        Progress.Say(await Kubectl.RunAsync("--namespace", SpendingTeam.Name, "get", "agents"));

        Progress.Say(await SuggestAsync());
        await Kubectl.ApplyAsync(await SuggestAsync("-o", "yaml"));
        try
        {
            await NarrowedAsync();
        }
        finally
        {
            await Team.RestoreAsync();
        }
    }

    private async Task NarrowedAsync()
    {
        await Until.TrueAsync("the policy is in force", async () => (await Team.Learner.StepAsync("tool", "shop", "add", """{"a":1,"b":2}"""))["reason"] is not null);

        await RunAsync();
        var refused = await Team.Learner.StepAsync("tool", "shop", "add", """{"a":1,"b":2}""");
        Assert.Equal("tool_not_allowed", (string?)refused["reason"]);
        Assert.Equal(403, (int?)(await Team.Learner.StepAsync("call", "other"))["status"]);
    }

    private async Task RunAsync()
    {
        Assert.True((bool)(await Team.Learner.StepAsync("call", "fast"))["ok"]!);
        Assert.True((bool)(await Team.Learner.StepAsync("tool", "shop", "search_orders", Query))["ok"]!);
    }

    private Task<string> SuggestAsync(params string[] more) => Kubectl.PluginAsync(["suggest", "deployment-learner", "--namespace", SpendingTeam.Name, .. more]);
}
