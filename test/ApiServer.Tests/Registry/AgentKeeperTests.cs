using System.Text;
using AiGateway.ApiServer.Tests.Crds;
using AiGateway.ApiServer.Tests.Reconcile;
using AiGateway.ControlPlane;
using AiGateway.Operator.Registry;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Rig;

namespace AiGateway.ApiServer.Tests.Registry;

/// <summary>Agents by the whole operator over a real API server: made, honoured, listed, and nothing of a user's touched.</summary>
public sealed class AgentKeeperTests(ApiServerFixture server) : IAsyncLifetime
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
    public async Task Agent_OfAPodWithASidecar_IsMadeAndShownInTheTable()
    {
        await PodAsync("buyer", """{"name":"main","image":"a:1"},{"name":"aigateway-sidecar","image":"s:1"}""");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);

        await HoldsAsync("it has a status", async () => (await FindAsync("pod-buyer"))?.Status?.Pods?.Count == 1);

        var table = await ServerTable.ReadAsync(server, $"/apis/aigateway.dev/v1alpha1/namespaces/{_team}/agents", Token);
        var row = table.Columns.Zip(Assert.Single(table.Rows)).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
        Assert.Equal(("Pod", "buyer", "1", "Cooperative", "0", "0.00", "0"), (row["Kind"], row["Workload"], row["Pods"], row["Level"], row["Calls"], row["Cost"], row["Denied"]));
        Assert.Contains("aigateway_operator_registry_agents ", await running.MetricsAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_ThatAUserMade_IsHonouredAndItsSpecLeftAlone()
    {
        await ApplyAsync("mine", """{"workload":{"kind":"Pod","name":"buyer"},"suspended":true,"reason":"spends too much"}""");
        await PodAsync("buyer", """{"name":"main","image":"a:1"},{"name":"aigateway-sidecar","image":"s:1"}""");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);

        await HoldsAsync("it has a status", async () => (await FindAsync("mine"))?.Status?.Pods?.Count == 1);

        var agent = (await FindAsync("mine"))!;
        Assert.Equal((true, "spends too much"), (agent.Spec.Suspended, agent.Spec.Reason));
        Assert.Null(await FindAsync("pod-buyer"));
    }

    [Fact]
    public async Task Agent_OfAPodWithASettingOfAnSdk_IsListedWithoutTheValue()
    {
        await PodAsync("rogue", """{"name":"main","image":"a:1","env":[{"name":"OPENAI_API_KEY","value":"sk-in-the-open"}]}""");
        await PodAsync("plain", """{"name":"main","image":"a:1"}""");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);

        await HoldsAsync("it is listed", async () => (await FindAsync("pod-rogue"))?.Status?.Shadow?.Reason == "KnownSetting");

        var raw = (await server.Transport.SendAsync(new() { Method = HttpMethod.Get, Path = ResourceKinds.Agents.PathOf(new(_team, "pod-rogue")) }, Token)).BodyOrThrow();
        Assert.DoesNotContain("sk-in-the-open", Encoding.UTF8.GetString(raw), StringComparison.Ordinal);
        Assert.Null(await FindAsync("pod-plain"));
    }

    [Fact]
    public async Task Sink_StaleVersion_IsRefused()
    {
        var sink = new ApiAgentSink(server.Client);
        var made = (await sink.MakeAsync(new(_team, "deployment-shop"), new(_team, "Deployment", "shop"), Token)).ValueOrThrow();
        var part = AgentJson.PartOf(AccountStatus.AddTo(new() { Pods = new() }, new() { Total = new() { Calls = 3, Cost = 5 } }));
        var written = (await sink.WriteAsync(made, part, Token)).ValueOrThrow();
        await ApplyAsync("deployment-shop", """{"workload":{"kind":"Deployment","name":"shop"},"quarantine":"All"}""");

        Assert.True((await sink.WriteAsync(made, part, Token)).Error is { IsConflict: true });
        Assert.True(await sink.RemoveAsync(written, Token) is { IsConflict: true });
        Assert.True((await sink.MakeAsync(new(_team, "deployment-shop"), new(_team, "Job", "other"), Token)).Error is { IsConflict: true });
        var current = (await sink.FindAsync(new(_team, "deployment-shop"), Token))!;
        Assert.Equal(part.ToArray(), AgentJson.PartOf(current.Status!).ToArray());
        Assert.Null(await sink.RemoveAsync(current, Token));
        Assert.Null(await sink.FindAsync(new(_team, "deployment-shop"), Token));
    }

    private async Task PodAsync(string name, string containers) => await server.PostAsync(
        $"/api/v1/namespaces/{_team}/pods", $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}"},"spec":{"containers":[{{containers}}]} }""", Token);

    private async Task ApplyAsync(string name, string spec) => (await server.Client.ApplyAsync(
        ResourceKinds.Agents, new(_team, name),
        Encoding.UTF8.GetBytes($$"""{"apiVersion":"aigateway.dev/v1alpha1","kind":"Agent","metadata":{"name":"{{name}}"},"spec":{{spec}} }"""),
        new() { FieldManager = "user", Force = true }, Token)).ValueOrThrow();

    private Task<Agent?> FindAsync(string name) => server.Client.GetAsync(ResourceKinds.Agents, new(_team, name), Token);

    private static Task HoldsAsync(string what, Func<Task<bool>> condition) => Eventually.HoldsAsync(condition, what);
}
