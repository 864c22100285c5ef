using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>Whoever can write a ProviderCredential cannot make it send a Secret that is not opened for it, nor to a host that the Secret does not name.</summary>
public sealed class CredentialTests(Cluster cluster) : ClusterTest(cluster)
{
    private Team Team => Cluster.Team("credentials");

    [Theory]
    [InlineData("unlabelled", "secretRef")]
    [InlineData("unannotated", "allowed-hosts")]
    [InlineData("elsewhere", Provider.Host)]
    public async Task Credential_WhoseSecretIsNotOpenForIt_IsRefusedAndNeverSent(string name, string said)
    {
        await Kubectl.ApplyAsync(Manifest.Read("credentials", ("TEAM", Team.Name), ("KEY", Team.Key), ("CERTIFICATE", Cluster.Certificate)));

        JsonNode? condition = null;
        await Until.TrueAsync($"credential {name} is not ready", async () =>
            (condition = Broken(await Kubectl.JsonAsync("--namespace", Team.Name, "get", "providercredential", name))) is not null);
        Progress.Say($"{condition!["type"]}=False {condition["reason"]}: {condition["message"]}");
        Assert.NotEmpty((string)condition["reason"]!);
        Assert.Contains("spec.", (string)condition["message"]!, StringComparison.Ordinal);
        Assert.Contains(said, (string)condition["message"]!, StringComparison.Ordinal);

        var outcome = await Team.Agent.StepAsync("call", "by-" + name);
        Assert.False((bool)outcome["ok"]!, outcome.ToJsonString());
        Assert.Empty(await Provider.SeenAsync("by-" + name));
        Assert.True((bool)(await Team.Agent.StepAsync("call", "fast"))["ok"]!);
    }

    /// <summary>The first condition, of those that say what is wrong, that is False.</summary>
    private static JsonNode? Broken(JsonNode credential) => credential["status"]?["conditions"]?.AsArray().FirstOrDefault(condition =>
        (string?)condition!["status"] == "False" && (string?)condition["type"] is ("Accepted" or "ResolvedRefs"));
}
