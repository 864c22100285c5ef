using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Sidecar.Tests.Hosting;

public sealed class DrainTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly LiveCalls _live;
    private readonly Drain _drain;

    public DrainTests()
    {
        _live = new LiveCalls(new LiveCallsOptions { MaxConcurrentCalls = 4 }, new SnapshotHolder(), _time);
        _drain = new Drain(_live, new CallTotals(), new DrainOptions { Longest = TimeSpan.FromSeconds(20) }, _time, NullLogger<Drain>.Instance);
    }

    public void Dispose() => _live.Dispose();

    [Fact]
    public async Task RunAsync_NoCall_WaitsUntilTheAgentHasBeenQuiet()
    {
        var draining = _drain.RunAsync(CancellationToken.None);
        Assert.False(draining.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(2));

        await draining.WaitAsync(Eventually.Bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task RunAsync_CallUnderWay_IsWaitedFor()
    {
        _live.Begin();
        var draining = _drain.RunAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(draining.IsCompleted);

        _live.End();
        await MovePastAsync(draining, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task RunAsync_CallDuringTheQuiet_BeginsTheWaitAnew()
    {
        var draining = _drain.RunAsync(CancellationToken.None);
        _live.Begin();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(draining.IsCompleted);

        _live.End();
        await MovePastAsync(draining, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task RunAsync_CallThatNeverEnds_IsCutWhenTheTimeIsUp()
    {
        _live.Begin();
        var draining = _drain.RunAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(20));

        await draining.WaitAsync(Eventually.Bound, TestContext.Current.CancellationToken);
        Assert.Equal(1, _live.Count);
    }

    [Fact]
    public async Task RunAsync_AgentHasEnded_WaitsForNobody()
    {
        _drain.AgentEnded();

        await _drain.RunAsync(CancellationToken.None).WaitAsync(Eventually.Bound, TestContext.Current.CancellationToken);
    }

    /// <summary>Moves the clock until the drain has ended, in steps too small for its limit to be what ends it.</summary>
    private async Task MovePastAsync(Task draining, TimeSpan most)
    {
        var moved = TimeSpan.Zero;
        await Eventually.TrueAsync(
            () =>
            {
                if (moved < most) _time.Advance(TimeSpan.FromMilliseconds(100));
                moved += TimeSpan.FromMilliseconds(100);
                return draining.IsCompleted;
            },
            "the drain ends");
    }
}
