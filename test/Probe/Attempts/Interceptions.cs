using System.Net.Sockets;
using System.Text;

namespace AiGateway.Probe.Attempts;

/// <summary>Over connections whose TLS ends in the sidecar.</summary>
internal static class Interceptions
{
    private const string Path = "/v1/models";

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

    /// <summary>A client that uses one connection for every name that its certificate seems to cover (RFC 9113, section 9.1.1), in HTTP/2's own bytes.</summary>
    private static async Task<Outcome> CoalesceAsync(Surroundings around)
    {
        using var socket = await Wire.ConnectAsync(around.Denied, 443);
        await using var tls = new System.Net.Security.SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(new System.Net.Security.SslClientAuthenticationOptions { TargetHost = around.InterceptedName, ApplicationProtocols = [System.Net.Security.SslApplicationProtocol.Http2] });
        byte[] settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        await tls.WriteAsync((byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. settings, .. Headers(1, around.InterceptedName), .. Headers(3, around.DeniedName)]);
        var answers = await ReadAnswersAsync(tls);
        return answers.TryGetValue(1, out var first) && first == "200" && answers.TryGetValue(3, out var second) && second == "421"
            ? Outcome.Refused("on one connection 200 for its own name and 421 for the other")
            : Outcome.Arrived(string.Join(' ', answers.Select(pair => $"{pair.Key}: {pair.Value}")));
    }

    /// <summary>A HEADERS frame that ends its stream; fields are literals (RFC 7541, section 6.2.2) but for GET and https, which are in the static table.</summary>
    private static byte[] Headers(byte stream, string authority)
    {
        byte[] block = [0x82, 0x87, 0x01, (byte)authority.Length, .. Encoding.ASCII.GetBytes(authority), 0x04, (byte)Path.Length, .. Encoding.ASCII.GetBytes(Path)];
        return [0, 0, (byte)block.Length, 1, 5, 0, 0, 0, stream, .. block];
    }

    /// <summary>The status of each stream: 200 is in the static table, another is written out.</summary>
    private static async Task<Dictionary<int, string>> ReadAnswersAsync(Stream stream)
    {
        var answers = new Dictionary<int, string>();
        var head = new byte[9];
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        while (answers.Count < 2)
        {
            await stream.ReadExactlyAsync(head, bound.Token);
            var body = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await stream.ReadExactlyAsync(body, bound.Token);
            if (head[3] == 1) answers[head[8]] = body[0] == 0x88 ? "200" : Encoding.Latin1.GetString(body).Contains("421", StringComparison.Ordinal) ? "421" : "another";
            if (head[3] == 7) break;
        }

        return answers;
    }

    private static Outcome Judge(string answer) =>
        answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || answer.Length == 0 ? Outcome.Refused(answer.Length == 0 ? "nothing came back" : answer) : Outcome.Arrived(answer);
}
