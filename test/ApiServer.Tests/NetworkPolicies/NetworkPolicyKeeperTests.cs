using System.Text;
using System.Text.Json;
using AiGateway.ApiServer.Tests.Reconcile;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;
using AiGateway.Rig;

namespace AiGateway.ApiServer.Tests.NetworkPolicies;

/// <summary>The NetworkPolicies that AgentPolicies ask for, by the whole operator over a real API server: they come, change and go, and those of others stay as they are.</summary>
public sealed class NetworkPolicyKeeperTests(ApiServerFixture server) : IAsyncLifetime
{
    private string _system = "";
    private string _team = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        await InstalledCrds.InstallAsync(server, Token);
        (_system, _team) = (await server.NewNamespaceAsync(Token), await server.NewNamespaceAsync(Token));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task NetworkPolicy_OfAPolicy_AppearsChangesAndGoes()
    {
        await PolicyAsync("web", """{"networkPolicy":"Generate","allow":["10.0.0.0/8:5432"]}""");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);

        await HoldsAsync("it is there", async () => (await SpecAsync("aigateway-web"))?.Contains("10.0.0.0/8", StringComparison.Ordinal) == true);
        var owner = Assert.Single((await GetAsync("aigateway-web"))!.Metadata.OwnerReferences);
        Assert.Equal(("AgentPolicy", "web", true), (owner.Kind, owner.Name, owner.Controller));

        await PolicyAsync("web", """{"networkPolicy":"Generate","allow":["10.0.0.0/8:5432","x.example"]}""");
        await HoldsAsync("it has changed", async () => (await SpecAsync("aigateway-web"))?.Contains("0.0.0.0/0", StringComparison.Ordinal) == true);

        await PolicyAsync("web", """{"networkPolicy":"Off","allow":["x.example"]}""");
        await HoldsAsync("it is gone", async () => await GetAsync("aigateway-web") is null);
    }

    [Fact]
    public async Task NetworkPolicy_LeftOverFromBefore_GoesAndThatOfAnotherStays()
    {
        await ForeignAsync("aigateway-other", """{"app.kubernetes.io/managed-by":"aigateway-operator"}""", "[]");
        await ForeignAsync("aigateway-old", """{"app.kubernetes.io/managed-by":"aigateway-operator"}""", """[{"apiVersion":"aigateway.dev/v1alpha1","kind":"AgentPolicy","name":"old","uid":"1","controller":true}]""");
        await PolicyAsync("new", """{"networkPolicy":"Generate"}""");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);

        await HoldsAsync("the old one is gone", async () => await GetAsync("aigateway-old") is null && await GetAsync("aigateway-new") is not null);
        Assert.NotNull(await GetAsync("aigateway-other"));
    }

    [Fact]
    public async Task NetworkPolicy_OfThatNameBySomebodyElse_IsLeftAloneAndThePolicySaysSo()
    {
        await ForeignAsync("aigateway-web", "{}", "[]");
        var before = await SpecAsync("aigateway-web");
        await PolicyAsync("web", """{"networkPolicy":"Generate","allow":["10.0.0.0/8:5432"]}""");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);

        await HoldsAsync("the policy says so", async () => (await StatusAsync("web")).Contains("is left alone", StringComparison.Ordinal));
        Assert.Equal(before, await SpecAsync("aigateway-web"));
        Assert.Empty((await GetAsync("aigateway-web"))!.Metadata.OwnerReferences);
    }

    [Fact]
    public async Task NetworkPolicy_RangeOfPortsThatTheServerHasNot_IsSaidByThePolicy()
    {
        Assert.SkipWhen((await server.Client.ServerVersionAsync(Token)).IsAtLeast(1, 22), "this API server has ranges of ports");
        await PolicyAsync("web", """{"networkPolicy":"Generate","allow":["10.0.0.0/8:8000-8999"]}""");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);

        await HoldsAsync("the policy says so", async () => (await StatusAsync("web")).Contains("NetworkPolicyPorts", StringComparison.Ordinal));
        Assert.DoesNotContain("8000", await SpecAsync("aigateway-web"), StringComparison.Ordinal);
    }

    private static Task HoldsAsync(string what, Func<Task<bool>> condition) => Eventually.HoldsAsync(condition, what);

    private Task<NetworkPolicy?> GetAsync(string name) => server.Client.GetAsync(Kinds.NetworkPolicies, new(_team, name), Token);

    private async Task<string?> SpecAsync(string name)
    {
        var answer = await server.Transport.SendAsync(new() { Method = HttpMethod.Get, Path = Kinds.NetworkPolicies.PathOf(new(_team, name)) }, Token);
        return answer.Error is null ? JsonDocument.Parse(answer.BodyOrThrow()).RootElement.GetProperty("spec").GetRawText() : null;
    }

    private async Task<string> StatusAsync(string name)
    {
        var answer = await server.Transport.SendAsync(new() { Method = HttpMethod.Get, Path = $"/apis/aigateway.dev/v1alpha1/namespaces/{_team}/agentpolicies/{name}" }, Token);
        return JsonDocument.Parse(answer.BodyOrThrow()).RootElement.TryGetProperty("status", out var status) ? status.GetRawText() : "";
    }

    private async Task PolicyAsync(string name, string egress) => (await server.Transport.SendAsync(
        new()
        {
            Method = HttpMethod.Patch,
            Path = $"/apis/aigateway.dev/v1alpha1/namespaces/{_team}/agentpolicies/{name}?fieldManager=team&force=true",
            Body = Encoding.UTF8.GetBytes($$$"""{"apiVersion":"aigateway.dev/v1alpha1","kind":"AgentPolicy","metadata":{"name":"{{{name}}}"},"spec":{"podSelector":{"matchLabels":{"app":"{{{name}}}"}},"egress":{{{egress}}} } }"""),
            ContentType = "application/apply-patch+yaml",
        }, Token)).BodyOrThrow();

    private Task<JsonElement> ForeignAsync(string name, string labels, string owners) => server.PostAsync(
        Kinds.NetworkPolicies.PathOfAll(_team),
        $$$"""{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"{{{name}}}","labels":{{{labels}}},"ownerReferences":{{{owners}}} },"spec":{"podSelector":{"matchLabels":{"app":"theirs"}},"policyTypes":["Ingress"]} }""",
        Token);
}
