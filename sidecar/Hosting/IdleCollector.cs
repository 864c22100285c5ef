using System.Numerics;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// Gives memory back when the agent rests: pages of code as soon as no call or connection ended for a while, even where streams are open; and where none is, what a thorough collection
/// finds, once an idle period, which takes some milliseconds in which no call waits. A tunnel may, once: a database's can be open for as long as the agent lives. Where calls go on, what only
/// the first of them needed is given back too, ever more rarely: an agent that never rests would else keep every page that it once touched.
/// </summary>
internal sealed class IdleCollector(LiveCalls live, CallTotals totals, TimeProvider time, (Action Collect, Action Release) give) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var (seen, quiet, busy, isCollected) = (0L, 0, 0, false);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var ended = totals.Ended;
                (quiet, busy, isCollected) = ended == seen ? (quiet + 1, 0, isCollected) : (0, busy + 1, false);
                seen = ended;
                if (quiet > 0 && !isCollected && live.Calls == 0)
                {
                    give.Collect();
                    (quiet, isCollected) = (1, true);
                }

                if (IsReleaseDue(quiet, busy)) give.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The sidecar stops.
        }
    }

    /// <summary>Twice when it is quiet, because at the first such moment the start's last work may still go on; at the first, second, fourth, eighth moment of unbroken work.</summary>
    /// <param name="quiet">Moments since anything ended.</param>
    /// <param name="busy">Moments in a row in which something ended. One of the two is zero.</param>
    public static bool IsReleaseDue(int quiet, int busy) => quiet is 1 or 2 || BitOperations.IsPow2(busy);

    public static void CollectAll() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
