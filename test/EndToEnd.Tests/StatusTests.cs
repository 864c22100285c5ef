using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>What <c>kubectl get agentpolicies</c> prints is so.</summary>
public sealed class StatusTests(Cluster cluster) : ClusterTest(cluster)
{
    private Team Team => Cluster.Team("status");

    [Fact]
    public async Task OneSidecar_CutOffFromTheOperator_IsMissingFromTheCountUntilItIsBack()
    {
        await ShowsAsync("3/3");
        var pod = (await Team.PodsAsync())[0];

        await Cluster.ScriptAsync("test/cluster/cut.sh", ["cut", pod.Address]);
        try
        {
            Progress.Figure("a sidecar cut off, until it is missing from the count", await ShowsAsync("2/3"));
            Assert.True((bool)(await new Agent(Kubectl, Team.Name, pod.Name).StepAsync("call", "fast"))["ok"]!);
        }
        finally
        {
            await Cluster.ScriptAsync("test/cluster/cut.sh", ["join", pod.Address]);
        }

        Progress.Figure("joined again, until it is counted", await ShowsAsync("3/3"));
    }

    [Fact]
    public async Task Policy_Printed_ShowsReadyAndItsSidecars()
    {
        await ShowsAsync("3/3");

        var table = (await Kubectl.RunAsync("--namespace", Team.Name, "get", "agentpolicies")).Split('\n');
        Progress.Say(table[0]);
        Progress.Say(table[1]);
        Assert.Equal(["NAME", "READY", "SIDECARS"], Words(table[0]).Take(3));
        Assert.Equal(["agents", "True", "3/3"], Words(table[1]).Take(3));
        await Kubectl.RunAsync("--namespace", Team.Name, "wait", "--for=condition=Ready", "agentpolicy/agents", Until.Patience);
    }

    [Fact]
    public async Task PodWithoutASidecar_Selected_IsCountedAndNeverAsProgrammed()
    {
        await Kubectl.ApplyAsync(Manifest.Read("opted-out", ("TEAM", "mixed")));

        await ShowsAsync("1/2", "mixed");

        var conditions = (await Kubectl.JsonAsync("--namespace=mixed", "get", "agentpolicy", "agents"))["status"]!["conditions"]!.AsArray();
        var ready = conditions.Single(condition => (string?)condition!["type"] == "Ready")!;
        Progress.Say($"Ready={ready["status"]} {ready["reason"]}: {ready["message"]}");
        Assert.Equal("False", (string?)ready["status"]);
        Assert.Contains("opted-out", conditions.ToJsonString(), StringComparison.Ordinal);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private Task<TimeSpan> ShowsAsync(string sidecars, string space = "status") => Until.TrueAsync($"kubectl get agentpolicies shows {sidecars}", async () =>
        Words(await Kubectl.RunAsync("--namespace", space, "get", "agentpolicies", "--no-headers")).ElementAtOrDefault(2) == sidecars);
}
