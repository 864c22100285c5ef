using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>Which bundle a token opens: its own pod's, never another's.</summary>
public sealed class IdentityTests(Cluster cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task PodOfAnotherNamespace_WithATokenOfItsOwn_GetsItsOwnEmptyBundle()
    {
        await Kubectl.TryAsync("create", "namespace", "outsiders");
        await Kubectl.ApplyAsync(Manifest.Read("outsider"));
        await Kubectl.RunAsync("--namespace=outsiders", "wait", "--for=condition=Ready", "pod/outsider", Until.Patience);
        var outsider = new Agent(Kubectl, "outsiders", "outsider");

        var answer = await outsider.StepAsync("knock", Operator.Url, "/token/token", Operator.StreamPath);

        Assert.Equal(200, (int)answer["status"]!);
        var bundle = System.Text.Json.Nodes.JsonNode.Parse((string)Assert.Single(answer["lines"]!.AsArray())!)!["bundle"]!;
        Assert.Equal("outsiders/outsider", $"{bundle["agent"]!["namespace"]}/{bundle["agent"]!["pod"]}");
        Assert.DoesNotContain("sk-", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Provider.Host, answer.ToJsonString(), StringComparison.Ordinal);
    }
}
