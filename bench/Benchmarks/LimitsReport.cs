using System.Globalization;

namespace AiGateway.Benchmarks;

/// <summary>What ten limits cost a call, by many short rounds: the page that stands in bench/results.</summary>
internal static class LimitsReport
{
    private const int Rounds = 20_000;
    private const double Most = 20;

    /// <summary>Measures, and writes the page.</summary>
    public static async Task WriteAsync(string path)
    {
        var bench = new LimitsBenchmark();
        var (p50, p90, bytes) = QuickRounds.Measure(bench.Call, Rounds);
        var page = string.Create(CultureInfo.InvariantCulture, $"""
            # What limits cost

            Written by `make bench-limits`, on {Environment.ProcessorCount} processors, in one thread and without a network. A round is one call under ten limits (six
            units of the pod's own, one by model, one by end user with its hash, two leased; two in money): found, reserved, settled. Each round is timed by itself: p50 is the middle one, p90 what nine of
            ten stay below; its allocations include the call's record.

            | a call under ten limits | p50 us | p90 us | allocated bytes |
            |---|---|---|---|
            | found, reserved and settled | {p50:f2} | {p90:f2} | {bytes:n0} |

            | bar | measured | holds |
            |---|---|---|
            | {Most} us at p50 | {p50:f2} us | {(p50 <= Most ? "yes" : "no")} |

            """);
        await File.WriteAllTextAsync(path, page);
        Console.Write(page);
    }
}
