using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// Gives memory back when the agent rests, once an idle period: pages of code as soon as no call ended for a while, even where streams are open; and where none is, what a thorough
/// collection finds, which takes some milliseconds in which no call waits. A tunnel may, once: a database's can be open for as long as the agent lives.
/// </summary>
internal sealed class IdleCollector(LiveCalls live, CallTotals totals, TimeProvider time, (Action Collect, Action Release) give) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var (seen, collected, released) = (0L, -1L, -1L);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var calls = totals.ToReport("", 0).Calls;
                var (rests, isIdle) = (calls == seen, live.Calls == 0);
                seen = calls;
                if (rests && isIdle && calls != collected)
                {
                    give.Collect();
                    (collected, released) = (calls, -1);
                }

                if (!rests || calls == released) continue;
                give.Release();
                released = calls;
            }
        }
        catch (OperationCanceledException)
        {
            // The sidecar stops.
        }
    }

    public static void CollectAll() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
