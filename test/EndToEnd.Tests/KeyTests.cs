using System.Text;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>The agent's container tries to read the provider's key: in its environment, its files, the API server, the operator's stream.</summary>
public sealed class KeyTests(Cluster cluster) : ClusterTest(cluster)
{
    private const string OwnToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    private Team Team => Cluster.Team("keys");

    [Fact]
    public async Task Environment_OfTheAgent_HoldsThePlaceholderAlone()
    {
        var environment = (await Team.Agent.StepAsync("environment"))["environment"]!;

        Assert.Equal("aigateway-placeholder", (string?)environment["OPENAI_API_KEY"]);
        Assert.Equal("http://127.0.0.1:15080/openai/v1", (string?)environment["OPENAI_BASE_URL"]);
        Assert.DoesNotContain(Team.Key, environment.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>The third needle stands in the agent's own program: the search does find what is there.</summary>
    [Fact]
    public async Task Files_OfTheAgentAndProc_HoldNoKey()
    {
        const string present = "An agent that knows nothing of the gateway";
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Team.Key)).TrimEnd('=')[..^1];

        var outcome = await Team.Agent.StepAsync("search", "/", Reversed(Team.Key), Reversed(encoded), Reversed(present));

        var found = outcome["found"]!.AsArray();
        Progress.Say($"searched {(int)outcome["files"]!} files; {(int)outcome["refused"]!} could not be read");
        Assert.Empty(found[0]!.AsArray());
        Assert.Empty(found[1]!.AsArray());
        Assert.Contains(found[2]!.AsArray(), path => (string)path! == "/agent/agent.mjs");
    }

    [Theory]
    [InlineData("/api/v1/namespaces/keys/secrets/provider-key")]
    [InlineData("/api/v1/namespaces/keys/secrets")]
    [InlineData("/api/v1/secrets")]
    [InlineData("/apis/aigateway.dev/v1alpha1/namespaces/keys/providercredentials")]
    [InlineData("/apis/aigateway.dev/v1alpha1/namespaces/keys/agentpolicies/agents")]
    [InlineData("/api/v1/namespaces/aigateway-system/secrets/aigateway-certificates")]
    public async Task ApiServer_AskedWithTheAgentsToken_Refuses(string path)
    {
        var answer = await Team.Agent.StepAsync("ask", "https://kubernetes.default.svc" + path);

        Assert.Equal(403, (int)answer["status"]!);
        Assert.Contains("system:serviceaccount:keys:default", (string)answer["body"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operator_KnockedAtWithTheAgentsToken_Refuses()
    {
        var answer = await Team.Agent.StepAsync("knock", Operator.Url, OwnToken, Operator.StreamPath);

        Assert.Contains((int)answer["status"]!, new[] { 401, 403 });
        Assert.Empty(answer["lines"]!.AsArray());
    }

    [Fact]
    public async Task VolumesOfTheSidecar_InThePod_AreMountedByTheSidecarAloneButForTheAgentsConfiguration()
    {
        var pod = Assert.Single(await Team.PodsAsync());

        var sidecars = Mounts(pod, "aigateway-sidecar");
        Assert.Superset(new HashSet<string> { "aigateway-token", "aigateway-state" }, sidecars);
        Assert.Equal(["aigateway-mcp"], Mounts(pod, "agent").Where(sidecars.Contains));
        Assert.Contains(pod.Container("agent")!["volumeMounts"]!.AsArray(), mount =>
            (string?)mount!["name"] == "aigateway-mcp" && (string?)mount["mountPath"] == "/etc/aigateway" && (bool?)mount["readOnly"] == true);
        Assert.Contains(pod.Json["spec"]!["volumes"]!.AsArray(), volume =>
            (string?)volume!["name"] == "aigateway-state" && (string?)volume["emptyDir"]?["medium"] == "Memory");
    }

    private static HashSet<string> Mounts(Pod pod, string container) =>
        [.. pod.Container(container)!["volumeMounts"]!.AsArray().Select(mount => (string)mount!["name"]!)];

    private static string Reversed(string text) => new([.. text.Reverse()]);
}
