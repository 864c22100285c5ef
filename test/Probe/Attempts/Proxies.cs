using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AiGateway.Probe.Attempts;

/// <summary>Through the sidecar's own doors.</summary>
internal static class Proxies
{
    public static IEnumerable<Attempt> All =>
    [
        new("connect to a denied host", around => ConnectAsync($"{around.DeniedName}:443")),
        new("connect to a denied address", around => ConnectAsync($"{around.Denied}:443")),
        new("connect to an allowed host at another port", around => ConnectAsync($"{around.AllowedName}:4444")),
        new("connect to the metadata address", _ => ConnectAsync("169.254.169.254:80")),
        new("connect to a name that rebinds to the metadata address", around => ConnectAsync($"{around.RebindName}:443")),
        new("connect to loopback", _ => ConnectAsync("127.0.0.1:15083")),
        new("connect to localhost", _ => ConnectAsync("localhost:15082")),
        new("connect to an allowed host, then tls for another", ThenOtherTlsAsync),
        new("plain proxy to a denied host", around => PlainAsync($"http://{around.DeniedName}/", around.DeniedName)),
        new("plain proxy with another host in the header", around => PlainAsync($"http://{around.DeniedName}/", around.AllowedName)),
        new("the transparent port itself", _ => Wire.SayAsync(IPAddress.Loopback, 15081, "hello")),
        new("the transparent port itself, with an allowed name", around => Wire.SayTlsAsync(IPAddress.Loopback, around.AllowedName, around.AllowedName, 15081)),
        new("environment unset", around => Wire.SayTlsAsync(around.Denied, null, "api.openai.com")),
        new("NO_PROXY=*", ClientWithoutProxyAsync),
    ];

    private static async Task<Outcome> ConnectAsync(string target)
    {
        var answer = await HeadAsync($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n");
        return answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) ? Outcome.Arrived(answer) : Outcome.Refused(answer);
    }

    private static async Task<Outcome> PlainAsync(string target, string host)
    {
        var answer = await HeadAsync(Wire.Request(host, target));
        return answer.Contains("REACHED", StringComparison.Ordinal) ? Outcome.Arrived(answer) : Outcome.Refused(answer);
    }

    private static async Task<string> HeadAsync(string request)
    {
        using var socket = await Wire.ConnectAsync(IPAddress.Loopback, 15080);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        return (await Wire.ReadAsync(new NetworkStream(socket))).ReplaceLineEndings(" ");
    }

    private static async Task<Outcome> ThenOtherTlsAsync(Surroundings around)
    {
        using var socket = await Wire.ConnectAsync(IPAddress.Loopback, 15080);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"CONNECT {around.AllowedName}:443 HTTP/1.1\r\nHost: {around.AllowedName}:443\r\n\r\n"));
        var head = new byte[512];
        var length = await socket.ReceiveAsync(head);
        if (!Encoding.ASCII.GetString(head, 0, length).Contains(" 200 ", StringComparison.Ordinal)) return Outcome.Refused(Encoding.ASCII.GetString(head, 0, length));
        return await Wire.SayTlsAsync(new NetworkStream(socket), around.DeniedName, around.DeniedName);
    }

    /// <summary>A client of which every variable says to go round.</summary>
    private static async Task<Outcome> ClientWithoutProxyAsync(Surroundings around)
    {
        Environment.SetEnvironmentVariable("NO_PROXY", "*");
        Environment.SetEnvironmentVariable("no_proxy", "*");
        using var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(8) };
        return Outcome.Arrived(await client.GetStringAsync(new Uri($"https://{around.Denied}/")));
    }
}
