using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Hosting;

public class IdleCollectorTests
{
    [Fact]
    public async Task ExecuteAsync_Idle_CollectsOnceAndNeverUnderACall()
    {
        var time = new ManualTime();
        var collections = 0;
        using var live = new LiveCalls(new LiveCallsOptions { MaxConcurrentCalls = 4 }, new SnapshotHolder(), time);
        var releases = 0;
        using var collector = new IdleCollector(live, new CallTotals(), time, (() => collections++, () => releases++));

        live.Begin();
        await collector.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return releases > 0;
            },
            "pages given back under an open stream");
        Assert.Equal(0, collections);

        live.End();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return collections > 0;
            },
            "a collection");
        for (var tick = 0; tick < 5; tick++) time.Advance(TimeSpan.FromSeconds(5));
        await collector.StopAsync(CancellationToken.None);
        Assert.Equal(1, collections);
        Assert.Equal(2, releases);
    }
}
