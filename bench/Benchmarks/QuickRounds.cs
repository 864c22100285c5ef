using System.Diagnostics;

namespace AiGateway.Benchmarks;

/// <summary>Many short rounds of one thing, each timed by itself: on a machine that others use too, the middle one says what it costs.</summary>
internal static class QuickRounds
{
    private const int WarmUps = 300;

    /// <summary>In microseconds, and the bytes that one round allocates.</summary>
    public static (double P50, double P90, long Bytes) Measure(Func<long> work, int rounds)
    {
        for (var round = 0; round < WarmUps; round++) work();
        var ticks = new long[rounds];
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < rounds; round++)
        {
            var before = Stopwatch.GetTimestamp();
            work();
            ticks[round] = Stopwatch.GetTimestamp() - before;
        }

        bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / rounds;
        Array.Sort(ticks);
        return (Microseconds(ticks[rounds / 2]), Microseconds(ticks[rounds * 9 / 10]), bytes);
    }

    public static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
