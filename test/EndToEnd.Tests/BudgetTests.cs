using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>Calls that two Deployments share.</summary>
public sealed class BudgetTests(Cluster cluster) : ClusterTest(cluster)
{
    private SpendingTeam Team => Cluster.Spending;

    [Fact]
    public async Task Budget_SpentByTheFirstDeployment_RefusesTheSecond()
    {
        await Team.ApplyAsync();
        await Team.ApplyAsync("""
            apiVersion: aigateway.dev/v1alpha1
            kind: Budget
            metadata: {name: shared, namespace: spending}
            spec:
              limit: {requests: 20}
              window: 1h
              maxOvershootPercent: 50
              agents: {matchLabels: {app: agent}}
            """);
        try
        {
            await Until.TrueAsync("the budget is in force in both sidecars", async () => Ready(await Team.GetAsync("budget", "shared")) is ("True", "2/2"));

            var first = await SpendAsync(Team.First);
            var second = await SpendAsync(Team.Second);

            Progress.Say($"the first Deployment made {first.Passed} calls, then: {first.Refusal["message"]}");
            Progress.Say($"the second one made {second.Passed} calls of what its slice had left, then: {second.Refusal["message"]}");
            Assert.All([first.Refusal, second.Refusal], refusal => Assert.Equal(429, (int)refusal["status"]!));
            Assert.All([first.Refusal, second.Refusal], refusal => Assert.Contains("spending/shared", (string)refusal["message"]!, StringComparison.Ordinal));
            var status = await SettledAsync(first.Passed + second.Passed);
            Progress.Say($"kubectl get budget: {status.ToJsonString()}");
            Assert.Equal(first.Passed + second.Passed, Consumed(status));
            Assert.True(first.Passed > second.Passed, "the second Deployment was not refused for what the first had spent");
            Assert.InRange(first.Passed + second.Passed, 18, 20);
        }
        finally
        {
            await Kubectl.RunAsync("--namespace", SpendingTeam.Name, "delete", "budget", "shared");
        }

        Assert.True((bool)(await Team.Second.StepAsync("until", "fast", "allowed"))["ok"]!);
    }

    /// <summary>Calls until one is refused.</summary>
    private static async Task<(int Passed, JsonNode Refusal)> SpendAsync(Agent agent)
    {
        for (var passed = 0; passed < 500; passed++)
        {
            var outcome = await agent.StepAsync("call", "fast");
            if (!(bool)outcome["ok"]!) return (passed, outcome);
        }

        throw new InvalidOperationException("500 calls, and none was refused");
    }

    private async Task<JsonNode> SettledAsync(int passed)
    {
        JsonNode status = new JsonObject();
        await Until.TrueAsync("the status says what was spent", async () => Consumed(status = (await Team.GetAsync("budget", "shared"))["status"]!) >= passed);
        return status;
    }

    private static int Consumed(JsonNode status) => int.Parse((string?)status["consumed"] ?? "0", CultureInfo.InvariantCulture);

    private static (string? Status, string? Sidecars) Ready(JsonNode resource) =>
        ((string?)resource["status"]?["conditions"]?.AsArray().FirstOrDefault(condition => (string?)condition!["type"] == "Ready")?["status"], (string?)resource["status"]?["sidecars"]?["summary"]);
}
