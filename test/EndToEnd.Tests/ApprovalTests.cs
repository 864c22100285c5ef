using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>A tool call that waits for a human, who has nothing but kubectl.</summary>
public sealed class ApprovalTests(Cluster cluster) : ClusterTest(cluster)
{
    private const string Weather = """{"city":"Oslo"}""";
    private SpendingTeam Team => Cluster.Spending;

    [Fact]
    public async Task Call_Approved_CompletesOnce()
    {
        await Team.ApplyAsync();
        await using var call = Team.Learner.Start("tool", "shop", "get_weather", Weather);
        var request = await WaitingAsync();
        var name = (string)request["metadata"]!["name"]!;
        Progress.Say(await Kubectl.RunAsync("--namespace", SpendingTeam.Name, "get", "approvalrequests"));
        Assert.Contains("get_weather", request["status"]!.ToJsonString(), StringComparison.Ordinal);

        var own = await Kubectl.TryAsync("--namespace", SpendingTeam.Name, "--as=system:serviceaccount:spending:default", "patch", $"approvalrequest/{name}", "--type=merge", "--patch", """{"spec":{"decision":"Approved"}}""");
        Assert.False(own.Succeeded, "the agent's own account decided");
        await Team.PatchAsync($"approvalrequest/{name}", """{"spec":{"decision":"Approved","reason":"the customer asked"}}""");

        var outcome = (await call.NextAsync())!;
        Progress.Say($"the tool said: {outcome["text"]}");
        Assert.True((bool)outcome["ok"]!, outcome.ToJsonString());
        Assert.Single(await Cluster.ToolServer.CallersAsync("get_weather"));

        await using var again = Team.Learner.Start("tool", "shop", "get_weather", Weather);
        var second = await WaitingAsync();
        Assert.NotEqual(name, (string)second["metadata"]!["name"]!);
        await Team.PatchAsync($"approvalrequest/{(string)second["metadata"]!["name"]!}", """{"spec":{"decision":"Denied","reason":"once is enough"}}""");
        var refused = (await again.NextAsync())!;
        Progress.Say($"denied: {refused["text"]}");
        Assert.False((bool)refused["ok"]!);
        Assert.Contains("once is enough", (string)refused["text"]!, StringComparison.Ordinal);
        Assert.Single(await Cluster.ToolServer.CallersAsync("get_weather"));
    }

    /// <summary>The one request that nobody has decided.</summary>
    private async Task<JsonNode> WaitingAsync()
    {
        JsonNode? found = null;
        Progress.Figure("from the call to the ApprovalRequest", await Until.TrueAsync("an ApprovalRequest is there", async () =>
            (found = (await Team.ListAsync("approvalrequests")).FirstOrDefault(request => request!["spec"]?["decision"] is null && request["status"] is not null && !request["status"]!.ToJsonString().Contains("Expired", StringComparison.Ordinal))) is not null));
        return found!;
    }
}
