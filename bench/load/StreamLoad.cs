using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace AiGateway.Load;

/// <summary>
/// Streams one after the other whose events carry the upstream's monotonic clock; prints the median delay of the first event, and
/// p50 and p99 of each event's way from the upstream's write to this client's read.
/// </summary>
internal static class StreamLoad
{
    private const int Warm = 2;

    public static int Run(LoadRequest request, int streams)
    {
        var first = new List<double>();
        var events = new List<double>();
        using var connection = new RawConnection(request.Target);
        for (var index = 0; index < streams + Warm; index++)
        {
            var before = (First: first.Count, Events: events.Count);
            if (!Measure(connection, request, first, events)) return 1;
            if (index < Warm) Drop(first, events, before);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Percentiles.Of(first, 50):F1} {Percentiles.Of(events, 50):F1} {Percentiles.Of(events, 99):F1} {events.Count / streams}"));
        return 0;
    }

    private static void Drop(List<double> first, List<double> events, (int First, int Events) before)
    {
        first.RemoveRange(before.First, first.Count - before.First);
        events.RemoveRange(before.Events, events.Count - before.Events);
    }

    private static bool Measure(RawConnection connection, LoadRequest request, List<double> first, List<double> events)
    {
        var scanned = 0;
        var started = Stopwatch.GetTimestamp();
        var firstSeen = false;
        connection.Send(request.Bytes);
        while (!connection.IsComplete)
        {
            if (!connection.Read()) return false;

            var now = Stopwatch.GetTimestamp();
            if (!firstSeen && connection.Received.IndexOf("data: "u8) >= 0)
            {
                firstSeen = true;
                first.Add(Stopwatch.GetElapsedTime(started, now).TotalMicroseconds);
            }
            scanned = ReadStamps(connection.Received, scanned, Nanoseconds(now), events);
        }
        return connection.Status == 200;
    }

    private static int ReadStamps(ReadOnlySpan<byte> received, int from, double now, List<double> events)
    {
        // Where a stamp stands: in the text of a Messages event, else in a chunk's content.
        var mark = received.IndexOf("event: message_start"u8) >= 0 ? "\"text\":\""u8 : "\"content\":\""u8;
        while (true)
        {
            var start = received[from..].IndexOf(mark);
            if (start < 0) return Math.Max(from, received.Length - mark.Length);

            start += from + mark.Length;
            var end = received[start..].IndexOf((byte)'"');
            if (end < 0) return start - mark.Length;

            if (long.TryParse(Encoding.ASCII.GetString(received.Slice(start, end)), CultureInfo.InvariantCulture, out var stamp) && stamp > 0)
                events.Add((now - stamp) / 1000);
            from = start + end;
        }
    }

    private static double Nanoseconds(long timestamp) => timestamp * (1e9 / Stopwatch.Frequency);
}
