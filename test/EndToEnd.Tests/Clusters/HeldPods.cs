using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>Two redirected pods, one that attacks and one with an official client, and a world outside for them.</summary>
internal sealed class HeldPods(Kubectl kubectl, Team team)
{
    public const string Attacker = "attacker";
    public const string Client = "client";

    private const string Service = "web.outside.svc.cluster.local";

    /// <summary>Brings all of it up, once: what runs already stays.</summary>
    public async Task StartAsync()
    {
        await kubectl.ApplyAsync(Manifest.Read("outside"));
        await kubectl.RunAsync("--namespace=outside", "wait", "--for=condition=Ready", "pod", "--all", Until.Patience);
        await Cluster.NameHostsAsync(("allowed.example", await AddressAsync("allowed")), ("denied.example", await AddressAsync("denied")),
            ("rebind.example", "169.254.169.254"), ("api.openai.com", await AddressAsync("denied")));
        if ((await kubectl.TryAsync("--namespace", team.Name, "get", "pod", Client)).Succeeded) return;
        await kubectl.ApplyAsync(Manifest.Read("bypass", ("DATABASE", await AddressAsync("database"))));
        await Until.TrueAsync("the redirected pods are ready", async () =>
            (await Pod.GetAsync(kubectl, team.Name, Attacker)).IsReady && (await Pod.GetAsync(kubectl, team.Name, Client)).IsReady);
    }

    /// <summary>Makes every attempt of a list, and gives back how each ended.</summary>
    public async Task<ImmutableArray<JsonNode>> TryAsync(string list)
    {
        var output = await kubectl.RunAsync("--namespace", team.Name, "exec", Attacker, "--container=agent", "--", "/probe", list,
            $"allowed={await AddressAsync("allowed")}", $"denied={await AddressAsync("denied")}", $"database={await AddressAsync("database")}",
            $"service={Service}", $"operator={Operator.Url}{Operator.StreamPath}");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private async Task<string> AddressAsync(string pod) => (await Pod.GetAsync(kubectl, "outside", pod)).Address;
}
