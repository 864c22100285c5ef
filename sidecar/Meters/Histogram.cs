using System.Collections.Immutable;

namespace AiGateway.Sidecar.Meters;

/// <summary>
/// Counts whole values into buckets; no lock, so a page read in mid-count may show a sum that is one value ahead. <see cref="Unit"/> is what a value is divided by to
/// be in the metric's unit. Boundaries are those that OpenTelemetry's GenAI conventions advise.
/// </summary>
internal sealed class Histogram(ImmutableArray<long> bounds, double unit)
{
    private static readonly ImmutableArray<long> s_duration =
        [10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 640_000, 1_280_000, 2_560_000, 5_120_000, 10_240_000, 20_480_000, 40_960_000, 81_920_000];

    private static readonly ImmutableArray<long> s_firstByte =
        [1_000, 5_000, 10_000, 20_000, 40_000, 60_000, 80_000, 100_000, 250_000, 500_000, 750_000, 1_000_000, 2_500_000, 5_000_000, 7_500_000, 10_000_000];

    private static readonly ImmutableArray<long> s_tokens =
        [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864];

    private readonly long[] _counts = new long[bounds.Length + 1];
    private long _sum;

    public ImmutableArray<long> Bounds => bounds;

    public double Unit => unit;

    public long Sum => Volatile.Read(ref _sum);

    /// <summary>Of microseconds, told in seconds.</summary>
    public static Histogram OfDuration() => new(s_duration, 1e6);

    /// <summary>Of microseconds to a first byte, told in seconds.</summary>
    public static Histogram OfFirstByte() => new(s_firstByte, 1e6);

    /// <summary>Of tokens.</summary>
    public static Histogram OfTokens() => new(s_tokens, 1);

    public void Observe(long value)
    {
        var bucket = bounds.AsSpan().BinarySearch(value);
        Interlocked.Increment(ref _counts[bucket < 0 ? ~bucket : bucket]);
        Interlocked.Add(ref _sum, value);
    }

    public long CountOf(int bucket) => Volatile.Read(ref _counts[bucket]);
}
