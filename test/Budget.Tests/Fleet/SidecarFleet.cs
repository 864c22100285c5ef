using System.Text;
using System.Text.Json;
using AiGateway.Budget.Tests.Provider;
using AiGateway.Contracts;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Budget.Tests.Fleet;

/// <summary>Pods of five agents that share one Budget, with their sidecars, at a real API server under three operators.</summary>
internal sealed class SidecarFleet(LocalApiServer server, int sidecars) : IAsyncDisposable
{
    public const string Limit = "shared";

    private static readonly string[] Figures = ["consumed", "estimated", "out", "holders"];

    private readonly string _folder = Directory.CreateTempSubdirectory("aigateway-budget-").FullName;

    public Team Team { get; } = new(server, TestContext.Current.CancellationToken);

    public OperatorSet Operators { get; private set; } = null!;

    public List<SidecarUnit> Units { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes what users make, starts the operators, and waits until each sidecar has its first bundle.</summary>
    public async Task StartAsync(string provider, string usd, int maxOvershootPercent)
    {
        await Team.CreateAsync();
        await Team.PolicyAsync("""{"podSelector":{},"models":{"allow":["book"]} }""");
        await ApplyAsync("/api/v1", "secrets", "keys", """
            "kind":"Secret","metadata":{"name":"keys","labels":{"aigateway.dev/credential":"true"},"annotations":{"aigateway.dev/allowed-hosts":"http://127.0.0.1"} },"stringData":{"key":"sk-book"}
            """);
        await ApplyAsync("/apis/aigateway.dev/v1alpha1", "providercredentials", "book", $$$"""
            "kind":"ProviderCredential","metadata":{"name":"book"},"spec":{"provider":"openAiCompatible","baseUrl":"{{{provider}}}","auth":{"apiKey":{"secretRef":{"name":"keys","key":"key"} } },
            "prices":[{"model":"book","input":"{{{Rates.Input}}}","cachedInput":"{{{Rates.Cached}}}","output":"{{{Rates.Output}}}"}]}
            """);
        await ApplyAsync("/apis/aigateway.dev/v1alpha1", "modelroutes", "book", """
            "kind":"ModelRoute","metadata":{"name":"book"},"spec":{"models":["book"],"targets":[{"credential":"book","model":"book"}]}
            """);
        await ApplyAsync("/apis/aigateway.dev/v1alpha1", "budgets", Limit, $$$"""
            "kind":"Budget","metadata":{"name":"{{{Limit}}}"},"spec":{"limit":{"usd":"{{{usd}}}"},"window":"24h","agents":{},"maxOvershootPercent":{{{maxOvershootPercent}}}}
            """);
        Operators = new(server, Team.System, await RelayTokenAsync());
        Operators.Start();
        await StartSidecarsAsync();
    }

    /// <summary>What the Budget's status says of consumed, estimated, out and holders, as the leader wrote it last.</summary>
    public async Task<string> StatusAsync()
    {
        var budget = await server.Transport.SendAsync(new() { Method = HttpMethod.Get, Path = $"/apis/aigateway.dev/v1alpha1/namespaces/{Team.Name}/budgets/{Limit}" }, Token);
        using var parsed = JsonDocument.Parse(budget.BodyOrThrow());
        return parsed.RootElement.TryGetProperty("status", out var status)
            ? string.Join(", ", Figures.Select(name => $"{name} {(status.TryGetProperty(name, out var value) ? value.ToString() : "?")}"))
            : "none";
    }

    /// <summary>Stops all agents of the namespace, as whoever may annotate it would.</summary>
    public Task SuspendAsync() => Team.PatchAsync(
        $"/api/v1/namespaces/{Team.Name}", """{"metadata":{"annotations":{"aigateway.dev/suspended":"true","aigateway.dev/suspended-reason":"they all went mad"} } }""");

    /// <summary>The sidecar is gone without a word, and its pod with it.</summary>
    public async Task VanishAsync(SidecarUnit unit)
    {
        await unit.VanishAsync();
        var pod = new KubeRequest { Method = HttpMethod.Delete, Path = $"/api/v1/namespaces/{Team.Name}/pods/{unit.Pod}?gracePeriodSeconds=0" };
        (await server.Transport.SendAsync(pod, Token)).BodyOrThrow();
    }

    public async ValueTask DisposeAsync()
    {
        await Parallel.ForEachAsync(Units, async (unit, _) => await unit.DisposeAsync());
        if (Operators is not null) await Operators.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartSidecarsAsync()
    {
        string? roots = null;
        await Team.UntilAsync(async () => (roots = (await server.Client.GetAsync(Kinds.ConfigMaps, new(Team.Name, Group.RootsConfigMap), Token))?.Data["ca.crt"]) is not null, "an operator leads and gives its roots out");
        for (var number = 0; number < sidecars; number++)
        {
            var name = $"agent-{number % 5}-{number}";
            var pod = await Team.PodAsync(name, $$""" "labels":{"app":"agent-{{number % 5}}"},"annotations":{"aigateway.dev/injected":"0.0.0/x"} """);
            var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, "token"), await Team.TokenAsync(pod), Token);
            await File.WriteAllTextAsync(Path.Combine(folder, "ca.crt"), roots, Token);
            Units.Add(new(name, folder, Operators.OpenDoor()));
        }

        foreach (var unit in Units) await unit.StartAsync();
        using var http = new HttpClient();
        foreach (var unit in Units) await Team.UntilAsync(async () => (await http.GetAsync(new Uri(unit.Health, "/readyz"), Token)).IsSuccessStatusCode, $"{unit.Pod} has its bundle");
    }

    private async Task<string> RelayTokenAsync()
    {
        await server.PostAsync($"/api/v1/namespaces/{Team.System}/serviceaccounts", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"aigateway-operator"} }""", Token);
        var answer = await server.PostAsync($"/api/v1/namespaces/{Team.System}/serviceaccounts/aigateway-operator/token", $$$"""
            {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"audiences":["{{{Protocol.Audience}}}"],"expirationSeconds":3600} }
            """, Token);
        var file = Path.Combine(_folder, "relay-token");
        await File.WriteAllTextAsync(file, answer.GetProperty("status").GetProperty("token").GetString(), Token);
        return file;
    }

    private async Task ApplyAsync(string group, string plural, string name, string rest)
    {
        var version = group.Split('/', 3)[2];
        var json = $$"""{"apiVersion":"{{version}}",{{rest}}}""";
        var request = new KubeRequest
        {
            Method = HttpMethod.Patch,
            Path = $"{group}/namespaces/{Team.Name}/{plural}/{name}?fieldManager=user&force=true",
            Body = Encoding.UTF8.GetBytes(json),
            ContentType = "application/apply-patch+yaml",
        };
        (await server.Transport.SendAsync(request, Token)).BodyOrThrow();
    }
}
