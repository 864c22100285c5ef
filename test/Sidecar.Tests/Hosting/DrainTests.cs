using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Sidecar.Tests.Hosting;

public sealed class DrainTests : IDisposable
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(2);

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

        await draining.WithinBoundAsync();
    }

    [Fact]
    public async Task RunAsync_CallUnderWay_IsWaitedFor()
    {
        _live.Begin();
        var draining = _drain.RunAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(draining.IsCompleted);

        _live.End();
        await QuietAsync(draining);
    }

    [Fact]
    public async Task RunAsync_CallDuringTheQuiet_BeginsTheWaitAnew()
    {
        var draining = _drain.RunAsync(CancellationToken.None);
        _live.Begin();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(draining.IsCompleted);

        _live.End();
        await QuietAsync(draining);
    }

    [Fact]
    public async Task RunAsync_CallThatNeverEnds_IsCutWhenTheTimeIsUp()
    {
        _live.Begin();
        var draining = _drain.RunAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(20));

        await draining.WithinBoundAsync();
        Assert.Equal(1, _live.Count);
    }

    [Fact]
    public async Task RunAsync_AgentHasEnded_WaitsForNobody()
    {
        _drain.AgentEnded();

        await _drain.RunAsync(CancellationToken.None).WithinBoundAsync();
    }

    /// <summary>The quiet that is waited for passes, as often as it begins; the limit is never near.</summary>
    private Task QuietAsync(Task draining) => Eventually.HoldsAsync(
        () =>
        {
            if (_time.Next <= s_quiet) _time.Advance(s_quiet);
            return draining.IsCompleted;
        },
        "the drain ends");
}
