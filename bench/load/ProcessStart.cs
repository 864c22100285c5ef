using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Load;

/// <summary>Starts a process that outlives this one; prints its id, milliseconds until it listened and until it was ready.</summary>
internal static class ProcessStart
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static int Run(StartOrder order)
    {
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
        WarmUp(http);
        var info = new ProcessStartInfo("/bin/sh");
        foreach (var argument in (string[])["-c", "log=$1; shift; exec \"$@\" </dev/null >\"$log\" 2>&1", "sh", order.LogFile, .. order.Command])
            info.ArgumentList.Add(argument);

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(info)!;
        var listening = Wait(process, clock, () => Connects(IPEndPoint.Parse(order.Listen)));
        var ready = order.ReadyUrl == "-" ? listening : Wait(process, clock, () => Answers(http, order.ReadyUrl));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{process.Id} {listening:F1} {ready:F1}"));
        return listening < 0 || ready < 0 ? 1 : 0;
    }

    /// <summary>The first request of a process costs tens of milliseconds of compilation; it is not to be measured.</summary>
    private static void WarmUp(HttpClient http)
    {
        _ = Connects(new(IPAddress.Loopback, 9));
        _ = Answers(http, "http://127.0.0.1:9/");
    }

    private static double Wait(Process process, Stopwatch clock, Func<bool> reached)
    {
        while (!reached())
        {
            if (process.HasExited || clock.Elapsed > Bound) return -1;
            Thread.Sleep(1);
        }
        return clock.Elapsed.TotalMilliseconds;
    }

    private static bool Connects(IPEndPoint target)
    {
        using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(target);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool Answers(HttpClient http, string url)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = http.Send(request);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
