using System.Text;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>A Secret that changes under running agents.</summary>
public sealed class RotationTests(Cluster cluster) : ClusterTest(cluster)
{
    private Team Team => Cluster.Team("rotation");

    [Fact]
    public async Task Secret_Rotated_NewKeyIsUsedAndNoCallFails()
    {
        var replacement = Team.Key + "-new";
        await using var calls = Team.Agent.Start("loop", "fast", "50", "6");
        Assert.True((bool)(await calls.NextAsync(TimeSpan.FromSeconds(30)))!["ok"]!);

        var edited = DateTimeOffset.UtcNow;
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(replacement));
        await Kubectl.PatchAsync(Team.Name, "secret/provider-key", $$$"""{"data":{"apiKey":"{{{encoded}}}"}}""");
        var lines = await calls.ToEndAsync(TimeSpan.FromSeconds(30));

        Assert.All(lines, line => Assert.True((bool)line["ok"]!, line.ToJsonString()));
        var first = await FirstNumberWithAsync(replacement);
        var took = DateTimeOffset.FromUnixTimeMilliseconds((long)Numbered(lines, first)["at"]!) - edited;
        Progress.Figure("a rotated Secret, from the edit to the first call with the new key", took);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    /// <summary>The number of the first such call, after which no call carried the old key.</summary>
    private async Task<int> FirstNumberWithAsync(string key)
    {
        var calls = (await Provider.SeenAsync("loop ")).Where(call => call.Authorization.StartsWith($"Bearer {Team.Key}", StringComparison.Ordinal)).ToList();
        var first = calls.FindIndex(call => call.Authorization == $"Bearer {key}");
        Assert.True(first > 0, "no call, or every call, carried the new key");
        Assert.All(calls[first..], call => Assert.Equal($"Bearer {key}", call.Authorization));
        var prompt = (string)JsonNode.Parse(calls[first].Body)!["messages"]![0]!["content"]!;
        return int.Parse(prompt.AsSpan("loop ".Length), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static JsonNode Numbered(IReadOnlyList<JsonNode> lines, int number) => lines.Single(line => (int)line["number"]! == number);
}
