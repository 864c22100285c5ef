using AiGateway.Contracts;

namespace AiGateway.Operator.Tests.Registry;

/// <summary>Totals stay exact over restarts of sidecars and changes of the leader.</summary>
public sealed class CountingTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromSeconds(61);

    private readonly RegistryGiven _given = new();

    private long Calls => _given.Agents.StatusOf("deployment-shop").Totals!.Calls;

    [Fact]
    public async Task Restart_OfASidecar_CountsBothProcesses()
    {
        await _given.Pod("shop-1").Report("shop-1", 5).Used("shop-1", (UsedKind.Model, "fast", 5, 0)).RunAsync(s_minute);

        await _given.Begin("shop-1").Report("shop-1", 2).Used("shop-1", (UsedKind.Model, "fast", 2, 1)).RunAsync(s_minute);

        Assert.Equal(7, Calls);
        Assert.Equal([("fast", 7, 1)], _given.Agents.StatusOf("deployment-shop").Used.Select(use => (use.Name, use.Used, use.Denied)));
    }

    [Fact]
    public async Task Change_OfTheLeader_CountsNothingTwice()
    {
        await _given.Pod("shop-1").Pod("shop-2").Report("shop-1", 5, nanos: 700).Report("shop-2", 6).Used("shop-1", (UsedKind.Model, "fast", 5, 0), (UsedKind.Tool, "a/b", 1, 1)).RunAsync(s_minute);
        _given.Leads = false;

        var second = _given.NewKeeper(() => true);
        await _given.RunAsync(second, s_minute);
        Assert.Equal(11, Calls);
        await _given.Report("shop-1", 8, nanos: 900).Used("shop-1", (UsedKind.Model, "fast", 8, 0)).RunAsync(second, s_minute * 2);

        var status = _given.Agents.StatusOf("deployment-shop");
        Assert.Equal((14, "0.0000009"), (status.Totals!.Calls, status.Totals.Cost));
        Assert.Equal([("fast", 8, 0), ("a/b", 1, 1)], status.Used.Select(use => (use.Name, use.Used, use.Denied)));
    }

    [Fact]
    public async Task Change_OfTheLeader_KeepsWhatProcessesDidThatAreGone()
    {
        await _given.Pod("shop-1").Report("shop-1", 5).RunAsync(s_minute);
        await _given.Gone("shop-1").Pod("shop-2").Report("shop-2", 1).RunAsync(s_minute * 3);
        _given.Leads = false;

        await _given.RunAsync(_given.NewKeeper(() => true), s_minute * 3);

        Assert.Equal(6, Calls);
        Assert.Single(_given.Agents.StatusOf("deployment-shop").Counted);
    }

    [Fact]
    public async Task TwoLeadersAtOnce_AgreeOnWhatWasSaid()
    {
        var second = _given.NewKeeper(() => true);
        await _given.Pod("shop-1").Report("shop-1", 5).RunAsync(s_minute);
        for (var calls = 6; calls < 30; calls++)
        {
            _given.Report("shop-1", calls).Used("shop-1", (UsedKind.Model, "fast", calls, 0));
            await _given.RunAsync(calls % 3 == 0 ? second : _given.First, TimeSpan.FromSeconds(40));
        }

        await _given.RunAsync(second, s_minute * 2);
        await _given.RunAsync(s_minute * 2);

        Assert.Equal((29, 29), (Calls, _given.Agents.StatusOf("deployment-shop").Used.Single().Used));
    }

    [Fact]
    public async Task UsersWrite_BetweenTwoOfOurs_LosesNothing()
    {
        await _given.Pod("shop-1").Report("shop-1", 5).RunAsync(s_minute);
        _given.Agents.Put("deployment-shop", _given.Agents["deployment-shop"].Spec with { Suspended = true, Reason = "spending" });

        await _given.Report("shop-1", 9).RunAsync(s_minute);

        Assert.Equal((9, true), (Calls, _given.Agents["deployment-shop"].Spec.Suspended));
    }

    [Fact]
    public async Task LateReport_OfAProcessThatWasReplaced_CountsOnce()
    {
        await _given.Pod("shop-1").Report("shop-1", 5).RunAsync(s_minute);
        var old = _given.Sidecars.Find("uid-shop-1")!;
        await _given.Begin("shop-1").Report("shop-1", 1).RunAsync(s_minute);

        _given.Sidecars.Tell("other-replica", old with { Gone = _given.Time.GetUtcNow(), Report = old.Report! with { Sequence = 99, Calls = 6 } });
        await _given.RunAsync(s_minute);
        _given.Sidecars.Tell("other-replica", old with { Gone = _given.Time.GetUtcNow() });
        await _given.RunAsync(s_minute);

        Assert.Equal(7, Calls);
    }
}
