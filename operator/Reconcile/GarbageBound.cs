namespace AiGateway.Operator.Reconcile;

/// <summary>
/// Bounds what has died in old age. What sidecars say replaces what they said a moment ago, which has outlived two collections by then: the collector, left alone, lets as much of it gather as lives before
/// it looks at all. A thorough collection halts everything for about a millisecond a megabyte that lives; one is asked for once so much has gathered since the last one, and seldom.
/// </summary>
internal sealed class GarbageBound(TimeProvider time, Func<(long Now, long AfterLast)> heap, Action collect) : BackgroundService
{
    /// <summary>How often it is looked at, and with it the least time between two collections.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>What may gather, in bytes, however little lives.</summary>
    public const long Least = 16 * 1024 * 1024;

    /// <summary>Of this process, without a collection: the heap after the last one of any kind, and after the last thorough one.</summary>
    public static (long Now, long AfterLast) OwnHeap() => (GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes, GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes);

    /// <summary>What it frees goes back to the system.</summary>
    public static void CollectAll() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>Whether so much may have gathered that a collection is worth its halt: a quarter of what lived after the last one, and no less than <see cref="Least"/>.</summary>
    public static bool IsDue(long now, long afterLast) => now - afterLast > Math.Max(Least, afterLast / 4);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var (now, afterLast) = heap();
                if (IsDue(now, afterLast)) collect();
            }
        }
        catch (OperationCanceledException)
        {
            // The operator stops.
        }
    }
}
