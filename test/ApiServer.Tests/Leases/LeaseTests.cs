using System.Text;
using AiGateway.ApiServer.Tests.Reconcile;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Leases;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Tests.Leases;
using AiGateway.Operator.Tests.Publish;

namespace AiGateway.ApiServer.Tests.Leases;

/// <summary>Ledgers in ConfigMaps of a real API server: leaders that die between write and answer, that lead at once, and the whole operator.</summary>
public sealed class LeaseTests(ApiServerFixture server) : IAsyncLifetime
{
    private static readonly LedgerTerms Terms = LedgerTerms.Of(LeaseGiven.Budget());

    private readonly Team _team = new(server, TestContext.Current.CancellationToken);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _team.CreateAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task LeaderKilledBetweenWriteAndAnswer_TheNextOneAnswersTheSameAndNoMore()
    {
        var given = new LeaseGiven(new ConfigMapStore(server.Client, _team.System)).WithPods(2, LeaseGiven.Budget());
        given.Store.FailsAfter = true;
        var (killed, _) = await given.LeaderAsync();
        await given.AskAsync(killed, "pod-0", LeaseGiven.Wants(100));
        Assert.Equal(0, given.GrantedTo("pod-0"));

        given.Store.FailsAfter = false;
        var (next, shelf) = await given.LeaderAsync();
        await given.AskAsync(next, "pod-0", LeaseGiven.Wants(100));

        Assert.InRange(given.GrantedTo("pod-0"), 100, 500);
        Assert.Equal(given.GrantedTo("pod-0"), shelf.Books.Single().Find("")!.Out);
        Assert.Equal(given.GrantedTo("pod-0"), await given.Store.GrantedAsync("pod-0", Terms));
    }

    [Fact]
    public async Task TwoLeadersAtOnce_NothingIsTwiceGranted()
    {
        var given = new LeaseGiven(new ConfigMapStore(server.Client, _team.System)).WithPods(8, LeaseGiven.Budget());
        var leaders = new[] { (await given.LeaderAsync()).Desk, (await given.LeaderAsync()).Desk };
        for (var round = 1; round <= 30; round++, given.Now += 100)
        {
            var wishes = leaders.Select((desk, index) => given.AskAsync(desk, $"pod-{(2 * (round % 4)) + index}", LeaseGiven.Wants(20 + round), round));
            await Task.WhenAll(wishes);
            Assert.True(given.Answers.Keys.Sum(given.GrantedTo) <= Terms.MaxOut, "more is out than may be");
        }

        Assert.True(given.Figures.Conflicts > 0);
        foreach (var pod in given.Answers.Keys) Assert.True(await given.Store.GrantedAsync(pod, Terms) >= given.GrantedTo(pod));
        Assert.True(given.Answers.Keys.Sum(given.GrantedTo) > 0);
    }

    [Fact]
    public async Task LedgerThatWasWrittenSince_IsNotRemoved()
    {
        var store = new ConfigMapStore(server.Client, _team.System);
        var id = new BookId(LimitScope.Agent, "team/policy/tokens", "team/Deployment/web");
        var first = await store.WriteAsync(new(id, "one", null), Token);
        Assert.Null(await store.WriteAsync(new(id, "two", null), Token));
        var second = await store.WriteAsync(new(id, "two", first), Token);
        Assert.Null(await store.WriteAsync(new(id, "three", first), Token));

        Assert.False(await store.RemoveAsync(new(id, "", first), Token));
        Assert.Equal(new(id, "two", second), Assert.Single(await store.ListAsync(Token)));
        Assert.True(await store.RemoveAsync(new(id, "", second), Token));
        Assert.Null(await store.ReadAsync(id, Token));
        Assert.Null(await store.WriteAsync(new(id, "four", second), Token));
    }

    [Fact]
    public async Task Operator_IsReplaced_ConsumptionAndGrantsGoOn()
    {
        var pod = await _team.PodAsync("agent-0");
        await _team.PolicyAsync("""{"podSelector":{},"models":{"allow":["*"]}}""");
        (await server.Client.ApplyAsync(ResourceKinds.Budgets, new(_team.Name, "shared"), Encoding.UTF8.GetBytes($$$"""
            {"apiVersion":"aigateway.dev/v1alpha1","kind":"Budget","metadata":{"namespace":"{{{_team.Name}}}","name":"shared"},
             "spec":{"limit":{"totalTokens":1000},"period":"Day","agents":{} } }
            """), new() { FieldManager = "user", Force = true }, Token)).ValueOrThrow();
        long granted;
        await using (var first = await RunningOperator.StartAsync(server.Client, _team.System, "operator-0", Token))
        {
            using var sidecar = await ConnectAsync(first, pod);
            granted = await AskAsync(sidecar, 1, wanted: 50);
            Assert.InRange(granted, 50, 100);
            await AskAsync(sidecar, 2, wanted: 10, granted, used: 40);
            await StatusAsync(status => status is { Consumed: "40", Limit: "1000", MaxOvershoot: "100", Holders: 1, ResetsAt: not null });
            Assert.Contains("aigateway_operator_ledgers 1", await first.MetricsAsync(Token), StringComparison.Ordinal);
        }

        await using var second = await RunningOperator.StartAsync(server.Client, _team.System, "operator-1", Token);
        using var again = await ConnectAsync(second, pod);
        var more = await AskAsync(again, 3, wanted: 30, granted, used: 45);

        Assert.True(more >= granted + 30);
        await StatusAsync(status => status is { Consumed: "45", Estimated: "0" } && status.Conditions.Length > 0);
    }

    private async Task<SidecarClient> ConnectAsync(RunningOperator running, Pod pod)
    {
        await _team.UntilAsync(() => running.IsReadyAsync(Token), "the operator is ready");
        var sidecar = await new SidecarClient(running.Stream, await _team.TokenAsync(pod)) { Has = [.. Features.All.Union([Features.Limits])] }.HelloAsync();
        var rules = BundleJson.ReadRules(BundleJson.RawRules(await sidecar.HearBundleAsync()));
        Assert.Equal($"{_team.Name}/shared", Assert.Single(rules.Budgets!.Value).Limit);
        return sidecar;
    }

    /// <summary>Says how it stands, and reads on until an answer has as much as was asked for.</summary>
    private async Task<long> AskAsync(SidecarClient sidecar, long sequence, long wanted, long granted = 0, long used = 0)
    {
        var slice = new SliceState { Limit = $"{_team.Name}/shared", Scope = LimitScope.Budget, Granted = granted, Used = used, Wanted = wanted };
        await sidecar.SayAsync(new() { Type = EnvelopeTypes.Slices, Slices = new() { Epoch = sidecar.Epoch, Sequence = sequence, Slices = [slice] } });
        while (true)
        {
            if ((await sidecar.HearAsync() ?? throw new InvalidOperationException("the stream has ended")).Grants is not { } word) continue;
            if (word.Heard == sequence && word.Grants.SingleOrDefault() is { } grant && grant.Granted >= granted + wanted) return grant.Granted;
        }
    }

    private Task StatusAsync(Predicate<BudgetStatus> isTold) => _team.UntilAsync(
        async () => (await server.Client.GetAsync(ResourceKinds.Budgets, new(_team.Name, "shared"), Token))?.Status is { } status && isTold(status), "the Budget's status says it");
}
