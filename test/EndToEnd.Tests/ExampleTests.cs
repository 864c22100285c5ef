using System.Text.Json;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>The examples, applied as they stand. The provider's own name leads to the fake one, whose certificate is trusted by the one thing added.</summary>
public sealed class ExampleTests(Cluster cluster) : ClusterTest(cluster)
{
    private const string Space = "one-model";

    [Fact]
    public async Task OneModel_AppliedAsItStands_LetsTheAgentCallThatModelAlone()
    {
        Assert.SkipUnless(Cluster.CanNameHosts, "outside names lead elsewhere only in the cluster made of Debian's packages");
        await Kubectl.RunAsync("delete", "namespace", Space, "--ignore-not-found");
        await ApplyAsync("namespace");
        foreach (var file in new[] { "credential", "route", "policy" }) await ApplyAsync(file);
        await Kubectl.PatchAsync(Space, "providercredential/openai", """{"spec":{"tls":{"caBundle":""" + JsonSerializer.Serialize(Cluster.Certificate) + "}}}");
        await Cluster.NameHostsAsync((Provider.OutsideHost, await Provider.AddressAsync()));
        await Kubectl.ApplyAsync(Manifest.Read("researcher"));
        await Kubectl.RunAsync("--namespace", Space, "wait", "--for=condition=Ready", "pod/researcher", Until.Patience);
        var agent = new Agent(Kubectl, Space, "researcher");

        var allowed = await agent.StepAsync("call", "fast", "as the example says");
        var denied = await agent.StepAsync("call", "gpt-4o");

        Assert.True((bool)allowed["ok"]!, allowed.ToJsonString());
        var seen = Assert.Single(await Provider.SeenAsync("as the example says"));
        Assert.Equal("Bearer replace-me", seen.Authorization);
        Assert.Contains("\"gpt-4o-mini\"", seen.Body, StringComparison.Ordinal);
        Assert.Equal("model_not_allowed", (string?)denied["code"]);
    }

    private Task<string> ApplyAsync(string file) => Kubectl.RunAsync("apply", "--filename", Repository.Path("examples", "01-one-model", file + ".yaml"));
}
