using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace AiGateway.Load;

/// <summary>Measures plain TCP connections to <see cref="TcpServer"/>.</summary>
internal sealed class TcpLoad(IPEndPoint target)
{
    private const int Small = 1024;
    private static readonly TcpOrder Request = new(Small - TcpOrder.Length, Small);

    /// <summary>Requests of 1 KB, answered by 1 KB, over one connection for some seconds; prints requests/s, p50 and p99.</summary>
    public int Requests(double seconds)
    {
        using var connection = new TcpPeer(target, Small);
        Repeat(connection, TimeSpan.FromSeconds(0.3), []);
        var times = new List<double>(1 << 18);
        var clock = Stopwatch.StartNew();
        Repeat(connection, TimeSpan.FromSeconds(seconds), times);
        return Print($"{times.Count / clock.Elapsed.TotalSeconds:F0} {Percentiles.Of(times, 50):F1} {Percentiles.Of(times, 99):F1}");
    }

    /// <summary>An exact number of connections of one request each, after which the server closes, over some threads; prints connections/s, p50 and p99.</summary>
    public int Connections(int threads, int count)
    {
        var times = new List<double>[threads];
        for (var left = threads * 10; left > 0; left--) Connect([]);
        var clock = Stopwatch.StartNew();
        InParallel(threads, index =>
        {
            times[index] = new(count / threads);
            for (var left = count / threads; left > 0; left--) Connect(times[index]);
        });
        var took = clock.Elapsed.TotalSeconds;
        var all = times.SelectMany(time => time).ToArray();
        return Print($"{all.Length / took:F0} {Percentiles.Of(all, 50):F1} {Percentiles.Of(all, 99):F1}");
    }

    /// <summary>Bytes one way over some connections; prints MB/s.</summary>
    public int Move(TcpOrder all, int connections)
    {
        var each = new TcpOrder(all.Up / connections, Math.Max(all.Down / connections, 1));
        var open = Enumerable.Range(0, connections).Select(_ => new TcpPeer(target, TcpOrder.Piece)).ToArray();
        foreach (var connection in open) Ask(connection, Request);
        var clock = Stopwatch.StartNew();
        InParallel(connections, index => Ask(open[index], each));
        var took = clock.Elapsed.TotalSeconds;
        foreach (var connection in open) connection.Dispose();
        return Print($"{(all.Up + all.Down) / took / 1e6:F0}");
    }

    /// <summary>Opens connections, on each of which one request passes, and holds them until it is ended.</summary>
    public int Hold(int connections)
    {
        var open = Enumerable.Range(0, connections).Select(_ => new TcpPeer(target, Small)).ToArray();
        foreach (var connection in open) Ask(connection, Request);
        Console.WriteLine(open.Length);
        Thread.Sleep(Timeout.Infinite);
        GC.KeepAlive(open);
        return 0;
    }

    private static void Repeat(TcpPeer connection, TimeSpan time, List<double> times)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;)
        {
            var start = Stopwatch.GetTimestamp();
            Ask(connection, Request);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
    }

    private void Connect(List<double> times)
    {
        var start = Stopwatch.GetTimestamp();
        using var connection = new TcpPeer(target, Small);
        Ask(connection, Request with { Closes = true });
        times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        connection.AwaitEnd();
    }

    private static void Ask(TcpPeer connection, TcpOrder order)
    {
        connection.Ask(order);
        connection.Skip(order.Down);
    }

    private static void InParallel(int count, Action<int> work)
    {
        var threads = Enumerable.Range(0, count).Select(index => new Thread(() => work(index))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
    }

    private static int Print(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
