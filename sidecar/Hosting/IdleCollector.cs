using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// Gives memory back when the agent rests: pages of code as soon as no call or connection ended for a while, even where streams are open; and where none is, what a thorough collection
/// finds, once an idle period, which takes some milliseconds in which no call waits. A tunnel may, once: a database's can be open for as long as the agent lives.
/// </summary>
internal sealed class IdleCollector(LiveCalls live, CallTotals totals, TimeProvider time, (Action Collect, Action Release) give) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var (seen, quiet, isCollected) = (0L, 0, false);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var ended = totals.Ended;
                (quiet, isCollected) = ended == seen ? (quiet + 1, isCollected) : (0, false);
                seen = ended;
                if (quiet > 0 && !isCollected && live.Calls == 0)
                {
                    give.Collect();
                    (quiet, isCollected) = (1, true);
                }

                // Twice: at the first quiet moment the start's last work may still go on.
                if (quiet is 1 or 2) give.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The sidecar stops.
        }
    }

    public static void CollectAll() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
