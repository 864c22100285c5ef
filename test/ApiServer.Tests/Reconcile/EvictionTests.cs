using System.Text;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Watchdog;

namespace AiGateway.ApiServer.Tests.Reconcile;

/// <summary>Evictions as a real API server takes them, in the version that it has; disruption budgets with the status that their controller would write.</summary>
public sealed class EvictionTests(ApiServerFixture server) : IAsyncLifetime
{
    private readonly Team _team = new(server, TestContext.Current.CancellationToken);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _team.CreateAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Evict_NoBudget_ThePodGoes()
    {
        var pod = await _team.PodAsync("agent-0");

        Assert.Null(await server.Client.EvictAsync(pod, Token));

        Assert.True(await _team.FindPodAsync("agent-0") is null or { Metadata.DeletionTimestamp: not null });
    }

    [Fact]
    public async Task Evict_BudgetIsUsedUp_IsBusyAndThePodStaysUntilThereIsRoom()
    {
        var pod = await _team.PodAsync("agent-0", """ "labels":{"app":"agent"} """);
        await BudgetAsync(allowed: 0);

        var blocked = await server.Client.EvictAsync(pod, Token);
        Assert.True(blocked is { IsBusy: true }, blocked?.ToString());
        Assert.Null((await _team.FindPodAsync("agent-0"))!.Metadata.DeletionTimestamp);

        await BudgetAsync(allowed: 1);

        Assert.Null(await server.Client.EvictAsync(pod, Token));
        Assert.True(await _team.FindPodAsync("agent-0") is null or { Metadata.DeletionTimestamp: not null });
    }

    [Fact]
    public async Task Evict_AnotherPodHasTheName_IsAConflictAndItStays()
    {
        var pod = await _team.PodAsync("agent-0");
        var former = pod with { Metadata = pod.Metadata with { Uid = "00000000-0000-0000-0000-000000000000" } };

        var error = await server.Client.EvictAsync(former, Token);

        Assert.True(error is { IsConflict: true }, error?.ToString());
        Assert.Null((await _team.FindPodAsync("agent-0"))!.Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task Evict_ThePodIsGone_IsNotFound()
    {
        var pod = await _team.PodAsync("agent-0");
        await server.Transport.SendAsync(new() { Method = HttpMethod.Delete, Path = $"/api/v1/namespaces/{_team.Name}/pods/agent-0?gracePeriodSeconds=0" }, Token);

        Assert.True(await server.Client.EvictAsync(pod, Token) is { IsNotFound: true });
    }

    [Fact]
    public async Task Operator_PodsWithoutASidecar_AreToldOfAndTheOneWithAnOwnerIsStartedAnew()
    {
        await _team.PodAsync("bare", """ "labels":{"app":"bare"} """);
        await _team.PodAsync("owned", """ "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"agents","uid":"11111111-2222-3333-4444-555555555555","controller":true}] """);
        await using var running = await RunningOperator.StartAsync(server.Client, _team.System, "operator-0", Token, WatchdogMode.Restart);

        await _team.UntilAsync(async () => await _team.FindPodAsync("owned") is null or { Metadata.DeletionTimestamp: not null }, "the pod that will be replaced is evicted");
        await _team.UntilAsync(async () => (await _team.EventsAsync("owned")).Contains("Restarted"), "that is told");
        await _team.UntilAsync(async () => (await _team.EventsAsync("bare")).Count > 0, "the other one is told of");
        await _team.UntilAsync(async () => (await running.MetricsAsync(Token)).Contains("aigateway_watchdog_restarts_total{outcome=\"evicted\"} 1", StringComparison.Ordinal), "it is counted");

        Assert.Equal(["NoSidecar", "Restarted"], await _team.EventsAsync("owned"));
        Assert.Equal(["NoSidecar"], await _team.EventsAsync("bare"));
        Assert.Null((await _team.FindPodAsync("bare"))!.Metadata.DeletionTimestamp);
    }

    private async Task BudgetAsync(int allowed)
    {
        var version = (await server.Client.ServerVersionAsync(Token)).IsAtLeast(1, 21) ? "v1" : "v1beta1";
        var path = $"/apis/policy/{version}/namespaces/{_team.Name}/poddisruptionbudgets/agents";
        var apply = new KubeRequest
        {
            Method = HttpMethod.Patch,
            Path = path + "?fieldManager=user",
            Body = Encoding.UTF8.GetBytes($$$"""{"apiVersion":"policy/{{{version}}}","kind":"PodDisruptionBudget","metadata":{"name":"agents"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"agent"} } } }"""),
            ContentType = "application/apply-patch+yaml",
        };
        (await server.Transport.SendAsync(apply, Token)).BodyOrThrow();
        await _team.PatchAsync(path + "/status", $$$"""{"status":{"observedGeneration":1,"disruptionsAllowed":{{{allowed}}},"currentHealthy":{{{1 + allowed}}},"desiredHealthy":1,"expectedPods":1} }""");
    }
}
