using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>What <c>kubectl get agentpolicies</c> prints is so.</summary>
public sealed class StatusTests(Cluster cluster) : ClusterTest(cluster)
{
    private Team Team => Cluster.Team("status");

    [Fact]
    public async Task OneSidecar_CutOffFromTheOperator_IsMissingFromTheCountUntilItIsBack()
    {
        await ShowsAsync("3/3", TimeSpan.FromSeconds(60));
        var pod = (await Team.PodsAsync())[0];

        await Cluster.ScriptAsync("test/cluster/cut.sh", ["cut", pod.Address]);
        try
        {
            Progress.Figure("a sidecar cut off, until it is missing from the count", await ShowsAsync("2/3", TimeSpan.FromSeconds(40)));
            Assert.True((bool)(await new Agent(Kubectl, Team.Name, pod.Name).StepAsync("call", "fast"))["ok"]!);
        }
        finally
        {
            await Cluster.ScriptAsync("test/cluster/cut.sh", ["join", pod.Address]);
        }

        Progress.Figure("joined again, until it is counted", await ShowsAsync("3/3", TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Policy_Printed_ShowsReadyAndItsSidecars()
    {
        await ShowsAsync("3/3", TimeSpan.FromSeconds(60));

        var table = (await Kubectl.RunAsync("--namespace", Team.Name, "get", "agentpolicies")).Split('\n');
        Progress.Say(table[0]);
        Progress.Say(table[1]);
        Assert.Equal(["NAME", "READY", "SIDECARS"], Words(table[0]).Take(3));
        Assert.Equal(["agents", "True", "3/3"], Words(table[1]).Take(3));
        await Kubectl.RunAsync("--namespace", Team.Name, "wait", "--for=condition=Ready", "agentpolicy/agents", "--timeout=5s");
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private Task<TimeSpan> ShowsAsync(string sidecars, TimeSpan limit) => Until.TrueAsync($"kubectl get agentpolicies shows {sidecars}", limit, async () =>
        Words(await Kubectl.RunAsync("--namespace", Team.Name, "get", "agentpolicies", "--no-headers")).Contains(sidecars));
}
