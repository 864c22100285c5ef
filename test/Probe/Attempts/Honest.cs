using System.Net.Sockets;

namespace AiGateway.Probe.Attempts;

/// <summary>What must go on working; each is to be reached.</summary>
internal static class Honest
{
    public static IEnumerable<Attempt> All =>
    [
        new("dns", async around => Outcome.Arrived(string.Join(' ', (await System.Net.Dns.GetHostAddressesAsync(around.AllowedName)).Select(address => $"{address}")))),
        new("dns of a cluster service", async around => Outcome.Arrived(string.Join(' ', (await System.Net.Dns.GetHostAddressesAsync(around["service"])).Select(address => $"{address}")))),
        new("an allowed outside host, by tls to its own certificate", TlsAsync),
        new("an allowed outside host, by plain http", around => Wire.SayAsync(around.Allowed, 80, Wire.Request(around.AllowedName))),
        new("a cluster service, by plain http", ServiceAsync),
        new("a database, whose server speaks first", around => Wire.SayAsync(around.Database, 3306, "")),
        new("a stream that lives long", TicksAsync),
        new("connect to an allowed host", ConnectAsync),
        new("an intercepted host", InterceptedAsync),
        new("the sidecar itself", _ => Wire.SayAsync(System.Net.IPAddress.Loopback, 15082, Wire.Request("127.0.0.1:15082", "/healthz")).ContinueWith(done => done.Result.Detail.Contains("200", StringComparison.Ordinal) ? Outcome.Arrived(done.Result.Detail) : done.Result, TaskScheduler.Default)),
    ];

    private static async Task<Outcome> TlsAsync(Surroundings around)
    {
        var outcome = await Wire.SayTlsAsync(around.Allowed, around.AllowedName, around.AllowedName);
        return outcome.Detail.Contains("CN=allowed", StringComparison.Ordinal) ? outcome : Outcome.Refused($"the certificate is another's: {outcome.Detail}");
    }

    private static async Task<Outcome> ServiceAsync(Surroundings around)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var answer = await client.GetStringAsync(new Uri($"http://{around["service"]}/"));
        return answer.Contains("REACHED", StringComparison.Ordinal) ? Outcome.Arrived(answer.Trim()) : Outcome.Refused(answer);
    }

    /// <summary>A hundred ticks in ten seconds over one connection.</summary>
    private static async Task<Outcome> TicksAsync(Surroundings around)
    {
        using var socket = await Wire.ConnectAsync(around.Database, 9000);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        for (var tick = 0; tick < 100; tick++)
        {
            if (await reader.ReadLineAsync() is null) return Outcome.Refused($"it ended after {tick} ticks");
        }

        return Outcome.Arrived("100 ticks");
    }

    private static async Task<Outcome> ConnectAsync(Surroundings around)
    {
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new System.Net.WebProxy("http://127.0.0.1:15080"), SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
        return Outcome.Arrived((await client.GetStringAsync(new Uri($"https://{around.AllowedName}/"))).Trim());
    }

    /// <summary>By the trust that the pod's environment gives every client.</summary>
    private static async Task<Outcome> InterceptedAsync(Surroundings around)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await client.GetAsync(new Uri($"https://{around.InterceptedName}/v1/models"));
        return answer.IsSuccessStatusCode ? Outcome.Arrived("200, by the pod's own authority") : Outcome.Refused($"{(int)answer.StatusCode}");
    }
}
