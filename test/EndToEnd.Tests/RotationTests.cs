using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>A Secret that changes under running agents.</summary>
public sealed class RotationTests(Cluster cluster) : ClusterTest(cluster)
{
    private const string Bearer = "Bearer ";

    /// <summary>Calls after the first with the new key that are looked at too.</summary>
    private const int Beyond = 20;

    private Team Team => Cluster.Team("rotation");

    [Fact]
    [Trait(Progress.Measures, nameof(Progress.InForce))]
    public async Task Secret_Rotated_NewKeyIsUsedAndNoCallFails()
    {
        var replacement = Team.Key + "-new";
        await using var calls = Team.Agent.StartAttended("loop", "fast", "50");
        var lines = new List<JsonNode> { (await calls.NextAsync())! };

        var edited = DateTimeOffset.UtcNow;
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(replacement));
        await Kubectl.PatchAsync(Team.Name, "secret/provider-key", $$$"""{"data":{"apiKey":"{{{encoded}}}"}}""");
        await Until.TrueAsync("the provider is shown the new key", async () => (await KeysAsync()).ContainsValue(replacement));
        var first = (await KeysAsync()).Where(call => call.Value == replacement).Min(call => call.Key);
        while (lines.Count <= first + Beyond) lines.Add((await calls.NextAsync())!);
        lines.AddRange(await calls.EndAsync());

        Assert.All(lines, line => Assert.True((bool)line["ok"]!, line.ToJsonString()));
        Assert.Equal([.. Enumerable.Range(0, lines.Count)], lines.Select(line => (int)line["number"]!));
        Assert.True(first > 0, "no call carried the old key");
        Assert.All((await KeysAsync()).Where(call => call.Key >= first), call => Assert.Equal(replacement, call.Value));
        Progress.InForce("a rotated Secret, to the end of the first call with the new key", edited, lines[first]);
    }

    /// <summary>The key of each call of the loop, by its number.</summary>
    private async Task<ImmutableDictionary<int, string>> KeysAsync() => (await Provider.SeenAsync("loop "))
        .Where(call => call.Authorization.StartsWith(Bearer + Team.Key, StringComparison.Ordinal))
        .ToImmutableDictionary(Number, call => call.Authorization[Bearer.Length..]);

    private static int Number(SeenCall call)
    {
        var prompt = (string)JsonNode.Parse(call.Body)!["messages"]![0]!["content"]!;
        return int.Parse(prompt.AsSpan("loop ".Length), CultureInfo.InvariantCulture);
    }
}
