using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Benchmarks;

/// <summary>What guardrails cost, by many short rounds: the page that stands in bench/results.</summary>
internal static class GuardReport
{
    private const int Rounds = 3000;
    private const int StreamRounds = 300;
    private const double MostPrompt = 150, MostEvent = 100, MostFirst = 1000;

    /// <summary>Measures, and writes the page.</summary>
    public static async Task WriteAsync(string path)
    {
        StringBuilder page = new($"""
            # What guardrails cost

            Written by `make bench-guardrails`, on {Machine()}. Times are of the process's own code in one thread, without a network, compiled at once and without a
            profile, as the ahead-of-time binary is. Each round is timed by itself: p50 is the middle one, p90 what nine of ten stay below. The prompt is 4,096 characters of prose, code, a log with
            dates and numbers, and JSON (`bench/Benchmarks/GuardedText.cs`), in which nothing is found, so that all of it is walked over; the
            texts below the sum are as long, and made of what the checks look for.

            | a prompt of 4 KB through | p50 us | p90 us | allocated bytes |
            |---|---|---|---|

            """);
        foreach (var check in GuardedPlans.Checks)
        {
            var plan = GuardedPlans.Of([check]);
            if (!plan.Of(GuardPlace.Input).IsEmpty) Add(page, $"`{check.Type}`", QuickRounds.Measure(() => GuardedBody.Text(plan), Rounds));
        }

        var all = GuardedPlans.Of(GuardedPlans.Checks);
        var prompt = QuickRounds.Measure(() => GuardedBody.Text(all), Rounds);
        Add(page, "all of these", prompt);
        Add(page, "all of these, in the body of a request: its texts found, guarded and kept", QuickRounds.Measure(() => GuardedBody.Guard(all), Rounds));
        foreach (var (what, text) in GuardedText.Dense) Add(page, $"all of these: {what}", QuickRounds.Measure(() => GuardedBody.Text(all, text), Rounds / 3));
        var (events, first, bytes) = Stream();
        page.Append(CultureInfo.InvariantCulture, $"""

            A chat completion's stream of {GuardedStream.Events} events, a word each, through all of these (one event is masked): an event adds {events:f1} us (the mean of the middle stream), the first one
            {first:f1} us with all that the stream needs, and the stream allocates {bytes / GuardedStream.Events:n0} bytes an event.

            | bar | measured | holds |
            |---|---|---|
            | all checks on a prompt of 4 KB: {MostPrompt} us at p50 | {prompt.P50:f1} us | {Holds(prompt.P50, MostPrompt)} |
            | an event of a masked stream: {MostEvent} us | {events:f1} us | {Holds(events, MostEvent)} |
            | to the first token: {MostFirst} us | {first:f1} us | {Holds(first, MostFirst)} |

            """);
        await File.WriteAllTextAsync(path, page.ToString());
        Console.Write(page);
    }

    private static (double Event, double First, long Bytes) Stream()
    {
        var plan = GuardedPlans.Of(GuardedPlans.Checks, isOutput: true);
        var whole = QuickRounds.Measure(() => GuardedStream.Run(plan), StreamRounds);
        var ticks = new long[GuardedStream.Events];
        List<long> firsts = [];
        for (var round = 0; round < StreamRounds; round++)
        {
            GuardedStream.Run(plan, Stopwatch.GetTimestamp, ticks);
            firsts.Add(ticks[0]);
        }

        firsts.Sort();
        return (whole.P50 / GuardedStream.Events, QuickRounds.Microseconds(firsts[firsts.Count / 2]), whole.Bytes);
    }

    private static void Add(StringBuilder page, string what, (double P50, double P90, long Bytes) cost) =>
        page.Append(CultureInfo.InvariantCulture, $"| {what} | {cost.P50:f1} | {cost.P90:f1} | {cost.Bytes:n0} |\n");

    private static string Holds(double value, double most) => value <= most ? "yes" : "no";

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "an unknown processor";
        return $"{Environment.ProcessorCount} x {model}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }
}
