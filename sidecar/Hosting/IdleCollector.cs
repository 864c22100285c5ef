using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Hosting;

/// <summary>Gives memory back when the agent rests: one thorough collection an idle period. It takes some milliseconds, in which nobody waits.</summary>
internal sealed class IdleCollector(LiveCalls live, CallTotals totals, TimeProvider time, Action collect) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var (seen, collected) = (0L, -1L);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var calls = totals.ToReport("", 0).Calls;
                if (live.Count == 0 && calls == seen && calls != collected)
                {
                    collect();
                    collected = calls;
                }

                seen = calls;
            }
        }
        catch (OperationCanceledException)
        {
            // The sidecar stops.
        }
    }

    public static void CollectAll() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
