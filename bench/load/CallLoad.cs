using System.Diagnostics;
using System.Globalization;

namespace AiGateway.Load;

/// <summary>An exact number of calls over some connections; prints calls/s, p50, p99 and how many did not answer 200.</summary>
internal static class CallLoad
{
    public static int Run(LoadRequest request, int connections, int count)
    {
        var left = count;
        var failed = 0;
        var times = new List<double>[connections];
        var clock = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, connections).Select(index => new Thread(() =>
        {
            times[index] = [];
            using var connection = new RawConnection(request.Target);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                if (!Call(connection, request, times[index])) Interlocked.Increment(ref failed);
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        var all = times.SelectMany(time => time).ToArray();
        var rate = count / clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rate:F0} {Percentiles.Of(all, 50):F1} {Percentiles.Of(all, 99):F1} {failed}"));
        return failed == 0 ? 0 : 1;
    }

    private static bool Call(RawConnection connection, LoadRequest request, List<double> times)
    {
        var start = Stopwatch.GetTimestamp();
        connection.Send(request.Bytes);
        var status = connection.ReadAnswer();
        times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        return status == 200;
    }
}
