using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Hosting;

public sealed class IdleCollectorTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly CallTotals _totals = new();
    private readonly LiveCalls _live;
    private int _collections;
    private int _releases;

    public IdleCollectorTests() => _live = new LiveCalls(new LiveCallsOptions { MaxConcurrentCalls = 4 }, new SnapshotHolder(), _time);

    public void Dispose() => _live.Dispose();

    [Fact]
    public async Task ExecuteAsync_Idle_CollectsOnceAndNeverUnderACall()
    {
        using var collector = Create();
        _live.Begin();
        await collector.StartAsync(CancellationToken.None);
        await TickUntilAsync(() => _releases == 2, "pages given back under an open stream");
        Assert.Equal(0, _collections);

        _live.End();
        await TickUntilAsync(() => _collections > 0, "a collection");
        await TickUntilAsync(() => _releases == 4, "pages given back after it");
        for (var tick = 0; tick < 5; tick++) _time.Advance(TimeSpan.FromSeconds(5));
        await collector.StopAsync(CancellationToken.None);
        Assert.Equal((1, 4), (_collections, _releases));
    }

    [Fact]
    public async Task ExecuteAsync_AfterAConnection_CollectsAgain()
    {
        using var collector = Create();
        await collector.StartAsync(CancellationToken.None);
        await TickUntilAsync(() => _releases == 2, "the start's pages given back");

        _totals.Add(new EgressRecord("id", _time.GetUtcNow(), _time.GetTimestamp()) { Via = EgressVia.Transparent });

        await TickUntilAsync(() => _releases == 4, "pages given back once more");
        Assert.Equal(2, _collections);
        await collector.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(7, false)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void IsReleaseDue_CallsGoOn_EverMoreRarely(int busy, bool isDue) => Assert.Equal(isDue, IdleCollector.IsReleaseDue(0, busy));

    [Fact]
    public async Task ExecuteAsync_CallsNeverRest_GivesPagesBackAndDoesNotCollect()
    {
        using var collector = Create();
        _live.Begin();
        await collector.StartAsync(CancellationToken.None);

        await Eventually.HoldsAsync(
            () =>
            {
                _totals.Add(new EgressRecord("id", _time.GetUtcNow(), _time.GetTimestamp()) { Via = EgressVia.Transparent });
                _time.Advance(TimeSpan.FromSeconds(5));
                return _releases > 0;
            },
            "pages given back between calls");
        Assert.Equal(0, _collections);
        await collector.StopAsync(CancellationToken.None);
    }

    private IdleCollector Create() => new(_live, _totals, _time, (() => _collections++, () => _releases++));

    private Task TickUntilAsync(Func<bool> holds, string what) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            return holds();
        },
        what);
}
