using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>A Deployment of agents that call all the time; what each of its pods printed, also of those that are gone by the end.</summary>
internal sealed class Workers(Kubectl kubectl, Team team) : IAsyncDisposable
{
    private const string Deployment = "deployment/worker";
    private const string Selector = "app=agent,kind=worker";

    private readonly Dictionary<string, RunningStep> _logs = [];

    public async Task StartAsync()
    {
        await kubectl.ApplyAsync(Manifest.Read("workers", ("TEAM", team.Name)));
        await RolledAsync();
    }

    /// <summary>Replaces every pod by a new one.</summary>
    public async Task RestartAsync()
    {
        await kubectl.RunAsync("--namespace", team.Name, "rollout", "restart", Deployment);
        await RolledAsync();
    }

    public async Task<ImmutableArray<Pod>> PodsAsync() => [.. await Pod.ListAsync(kubectl, team.Name, Selector)];

    /// <summary>Ends them, and gives back the last line of each pod that ever was: how many calls it made, and how many failed.</summary>
    public async Task<ImmutableArray<JsonNode>> EndAsync()
    {
        await kubectl.RunAsync("--namespace", team.Name, "scale", Deployment, "--replicas=0");
        var sums = ImmutableArray.CreateBuilder<JsonNode>();
        foreach (var (pod, log) in _logs)
        {
            var lines = await log.ToEndAsync();
            foreach (var failed in lines.Where(line => line["number"] is not null).Take(3)) Progress.Say($"{pod}: {failed.ToJsonString()}");
            Assert.True(lines.Count > 0 && lines[^1]["calls"] is not null, $"{pod} did not come to its end");
            sums.Add(lines[^1]);
        }

        return sums.DrainToImmutable();
    }

    public async ValueTask DisposeAsync()
    {
        await kubectl.TryAsync("--namespace", team.Name, "delete", Deployment, "--ignore-not-found", "--wait=false");
        foreach (var log in _logs.Values) await log.DisposeAsync();
    }

    private async Task RolledAsync()
    {
        await kubectl.RunAsync("--namespace", team.Name, "rollout", "status", Deployment, Until.Patience);
        foreach (var pod in await PodsAsync())
        {
            if (_logs.ContainsKey(pod.Name)) continue;
            _logs.Add(pod.Name, new(kubectl.Command("--namespace", team.Name, "logs", "--follow", "pod/" + pod.Name, "--container=agent").Start()));
        }
    }
}
