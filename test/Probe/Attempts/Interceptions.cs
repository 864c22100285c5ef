using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AiGateway.Probe.Attempts;

/// <summary>Over connections whose TLS ends in the sidecar.</summary>
internal static class Interceptions
{
    public static IEnumerable<Attempt> All =>
    [
        new("host header against sni, intercepted", around => AskAsync(around, around.DeniedName, "/v1/models")),
        new("host header of another intercepted host", around => AskAsync(around, "api.anthropic.com", "/v1/models")),
        new("http/2 coalescing", CoalesceAsync),
        new("the gateway's own paths under an intercepted host", around => AskAsync(around, around.InterceptedName, "/mcp")),
        new("absolute form under an intercepted host", around => AskAsync(around, around.InterceptedName, $"http://{around.DeniedName}/")),
        new("upgrade to a tunnel under an intercepted host", UpgradeAsync),
    ];

    private static async Task<Outcome> AskAsync(Surroundings around, string host, string target)
    {
        using var socket = await Wire.ConnectAsync(around.Denied, 443);
        await using var tls = new System.Net.Security.SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(around.InterceptedName);
        await tls.WriteAsync(Encoding.ASCII.GetBytes(Wire.Request(host, target)));
        return Judge((await Wire.ReadAsync(tls)).ReplaceLineEndings(" "));
    }

    private static async Task<Outcome> UpgradeAsync(Surroundings around)
    {
        using var socket = await Wire.ConnectAsync(around.Denied, 443);
        await using var tls = new System.Net.Security.SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(around.InterceptedName);
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {around.DeniedName}:443 HTTP/1.1\r\nHost: {around.DeniedName}:443\r\n\r\n"));
        return Judge((await Wire.ReadAsync(tls)).ReplaceLineEndings(" "));
    }

    /// <summary>A client that uses one connection for every name that its certificate seems to cover (RFC 9113, section 9.1.1).</summary>
    private static async Task<Outcome> CoalesceAsync(Surroundings around)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = { TargetHost = around.InterceptedName, RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        handler.ConnectCallback = async (_, _) => new NetworkStream(await Wire.ConnectAsync(around.Denied, 443), ownsSocket: true);
        using var client = new HttpClient(handler);
        using var first = await client.SendAsync(Http2(around.InterceptedName, around.InterceptedName));
        using var second = await client.SendAsync(Http2(around.InterceptedName, around.DeniedName));
        return second.StatusCode == HttpStatusCode.MisdirectedRequest ? Outcome.Refused($"{second.Version}: 421") : Outcome.Arrived($"{second.Version}: {(int)second.StatusCode}");
    }

    private static HttpRequestMessage Http2(string server, string authority) => new(HttpMethod.Get, $"https://{server}/v1/models")
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Headers = { Host = authority },
    };

    private static Outcome Judge(string answer) =>
        answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || answer.Length == 0 ? Outcome.Refused(answer.Length == 0 ? "nothing came back" : answer) : Outcome.Arrived(answer);
}
