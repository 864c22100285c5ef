using System.Collections.Concurrent;

namespace AiGateway.Sidecar.Limits;

/// <summary>
/// How much output the answers of a route have had, as an expectation for a call that does not say how much it wants: the mean and its deviation, both smoothed, as TCP expects a round trip (RFC 6298). Two
/// numbers in one word, so that no lock is needed; a lost update loses one sample.
/// </summary>
internal sealed class OutputSeen
{
    /// <summary>What is expected where nothing was seen.</summary>
    public const long Unseen = 1024;

    /// <summary>Less is never expected.</summary>
    public const long Least = 64;

    private const int MostRoutes = 1024;
    private readonly ConcurrentDictionary<string, Smoothed> _routes = new(StringComparer.Ordinal);

    /// <summary>The tokens of output to expect: the mean and four deviations.</summary>
    public long Expect(string route) => _routes.TryGetValue(route, out var seen) ? seen.Expect() : Unseen;

    /// <summary>An answer had so many.</summary>
    public void Add(string route, long tokens)
    {
        if (_routes.TryGetValue(route, out var seen)) seen.Add(tokens);
        else if (_routes.Count < MostRoutes) _routes.TryAdd(route, new(tokens));
    }

    private sealed class Smoothed(long first)
    {
        private long _word = Pack(first, first / 2.0);

        public long Expect()
        {
            var (mean, deviation) = Unpack(Volatile.Read(ref _word));
            return Math.Max(Least, (long)(mean + (4 * deviation)));
        }

        public void Add(long tokens)
        {
            var seen = Volatile.Read(ref _word);
            var (mean, deviation) = Unpack(seen);
            deviation += (Math.Abs(tokens - mean) - deviation) / 4;
            mean += (tokens - mean) / 8;
            Interlocked.CompareExchange(ref _word, Pack(mean, deviation), seen);
        }

        private static long Pack(double mean, double deviation) =>
            ((long)BitConverter.SingleToInt32Bits((float)mean) << 32) | (uint)BitConverter.SingleToInt32Bits((float)deviation);

        private static (double Mean, double Deviation) Unpack(long word) =>
            (BitConverter.Int32BitsToSingle((int)(word >> 32)), BitConverter.Int32BitsToSingle((int)word));
    }
}
