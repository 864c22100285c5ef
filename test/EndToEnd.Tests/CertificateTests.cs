using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Clusters;

namespace AiGateway.EndToEnd.Tests;

/// <summary>The operator's certificates are replaced, root and all, under agents that call and pods that are created all the time; nothing fails.</summary>
public sealed class CertificateTests(Cluster cluster) : ClusterTest(cluster)
{
    private Team Team => Cluster.Team("upgrade");

    [Fact]
    public async Task RootAndLeaf_RotatedUnderLoad_FailNothing()
    {
        await using var workers = new Workers(Kubectl, Team);
        await workers.StartAsync();
        using var ended = new CancellationTokenSource();
        var creating = CreatePodsAsync(ended.Token);

        var before = await ReadAsync();
        var aged = Aged(before, "signer", TimeSpan.FromDays(500));
        await WriteAsync(before.SetItem("signer.crt", aged).SetItem("ca.crt", aged).Remove("next.crt").Remove("next.key"));
        var announced = await WhenAsync("a root that is due has a successor, which is trusted and does not sign yet", now => now.ContainsKey("next.crt"));
        Assert.Equal(before["tls.crt"], announced["tls.crt"]);
        Assert.Equal(2, Roots(announced["ca.crt"]));
        await Until.TrueAsync("the sidecars' ConfigMap has both", async () =>
            Roots((string)(await Kubectl.JsonAsync("--namespace", Team.Name, "get", "configmap", "aigateway-roots"))["data"]!["ca.crt"]!) == 2);

        var next = Aged(announced, "next", TimeSpan.FromDays(2));
        await WriteAsync(announced.SetItem("next.crt", next).SetItem("ca.crt", announced["signer.crt"] + next));
        var rotated = await WhenAsync("the successor signs", now => !now.ContainsKey("next.crt") && now["tls.crt"] != before["tls.crt"]);
        Assert.Equal(next.Trim(), rotated["signer.crt"].Trim());

        await workers.RestartAsync();
        await Kubectl.RunAsync("--namespace", Operator.Namespace, "rollout", "restart", Operator.Deployment);
        await Kubectl.RunAsync("--namespace", Operator.Namespace, "rollout", "status", Operator.Deployment, Until.Patience);
        await EverySidecarIsBackAsync();

        await ended.CancelAsync();
        var (created, refused) = await creating;
        var sums = await workers.EndAsync();
        Progress.Say($"{sums.Sum(sum => (int)sum["calls"]!)} calls, {sums.Sum(sum => (int)sum["failed"]!)} failed; {created} pods asked for while root and leaf were replaced, {refused.Length} refused");
        Assert.All(sums, sum => Assert.Equal(0, (int)sum["failed"]!));
        Assert.True(refused.IsEmpty, string.Join('\n', refused));
        Assert.True(created > 5, $"only {created} pods were asked for");
    }

    /// <summary>A sidecar that connects anew has read the new root: the kubelet brings a ConfigMap within a minute or so.</summary>
    private Task EverySidecarIsBackAsync() => Until.TrueAsync("every sidecar is connected under the new root", async () =>
    {
        var status = (await Kubectl.JsonAsync("--namespace", Team.Name, "get", "agentpolicy", "agents"))["status"]?["sidecars"];
        return (int?)status?["matched"] is > 0 and var matched && (int?)status["programmed"] == matched;
    });

    /// <summary>Dry runs pass through the webhook as any creation does.</summary>
    private async Task<(int Created, ImmutableArray<string> Refused)> CreatePodsAsync(CancellationToken cancellationToken)
    {
        var (created, refused) = (0, ImmutableArray.CreateBuilder<string>());
        while (!cancellationToken.IsCancellationRequested)
        {
            var result = await Kubectl.TryAsync("--namespace", Team.Name, "run", $"probe-{created++}", "--image=none", "--dry-run=server", "--output=name");
            if (!result.Succeeded) refused.Add(result.All);
        }

        return (created, refused.DrainToImmutable());
    }

    private async Task<ImmutableDictionary<string, string>> ReadAsync()
    {
        var secret = await Kubectl.JsonAsync("--namespace", Operator.Namespace, "get", "secret", "aigateway-certificates");
        return secret["data"]!.AsObject().ToImmutableDictionary(pair => pair.Key, pair => Encoding.UTF8.GetString(Convert.FromBase64String((string)pair.Value!)));
    }

    private Task WriteAsync(ImmutableDictionary<string, string> entries)
    {
        string[] names = ["ca.crt", "signer.crt", "signer.key", "next.crt", "next.key", "tls.crt", "tls.key"];
        var data = new JsonObject(names.Select(name => KeyValuePair.Create<string, JsonNode?>(name, entries.GetValueOrDefault(name) is { } text ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : null)));
        return Kubectl.PatchAsync(Operator.Namespace, "secret/aigateway-certificates", new JsonObject { ["data"] = data }.ToJsonString());
    }

    private async Task<ImmutableDictionary<string, string>> WhenAsync(string what, Func<ImmutableDictionary<string, string>, bool> condition)
    {
        var now = ImmutableDictionary<string, string>.Empty;
        var took = await Until.TrueAsync(what, async () => condition(now = await ReadAsync()));
        Progress.Figure(what, took);
        return now;
    }

    private static string Aged(ImmutableDictionary<string, string> entries, string name, TimeSpan by) =>
        AgedCertificate.Make(entries[name + ".crt"], entries[name + ".key"], by);

    private static int Roots(string pem) => pem.Split("BEGIN CERTIFICATE").Length - 1;
}
