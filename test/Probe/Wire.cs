using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace AiGateway.Probe;

/// <summary>Says something over a connection and tells what came back.</summary>
internal static class Wire
{
    /// <summary>Longer than the runner lets an attack take: what should be reached may be slow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<Socket> ConnectAsync(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var bound = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new IPEndPoint(address, port), bound.Token);
        return socket;
    }

    /// <summary>What a server answers to these bytes; empty bytes only listen.</summary>
    public static async Task<Outcome> SayAsync(IPAddress address, int port, string text)
    {
        using var socket = await ConnectAsync(address, port);
        if (text.Length > 0) await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        return Judge(await ReadAsync(new NetworkStream(socket)));
    }

    /// <summary>A request over TLS to an address, under a name; null for none at all.</summary>
    public static async Task<Outcome> SayTlsAsync(IPAddress address, string? sni, string host, int port = 443)
    {
        using var socket = await ConnectAsync(address, port);
        return await SayTlsAsync(new NetworkStream(socket), sni, host);
    }

    public static async Task<Outcome> SayTlsAsync(Stream stream, string? sni, string host)
    {
        await using var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
        using var bound = new CancellationTokenSource(Patience);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = sni ?? "" }, bound.Token);
        await tls.WriteAsync(Encoding.ASCII.GetBytes(Request(host)), bound.Token);
        return Judge(await ReadAsync(tls), tls.RemoteCertificate?.Subject);
    }

    public static string Request(string host, string target = "/") => $"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n";

    /// <summary>Whether a datagram is answered.</summary>
    public static async Task<Outcome> SendAsync(IPAddress address, int port, byte[] datagram)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.SendToAsync(datagram, new IPEndPoint(address, port));
        var buffer = new byte[2048];
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var got = await socket.ReceiveFromAsync(buffer, new IPEndPoint(address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0), bound.Token);
        return Outcome.Arrived($"{got.ReceivedBytes} bytes came back from {got.RemoteEndPoint}");
    }

    /// <summary>Up to 4 KB, until the other side ends.</summary>
    public static async Task<string> ReadAsync(Stream stream)
    {
        var (buffer, length) = (new byte[4096], 0);
        using var bound = new CancellationTokenSource(Patience);
        try
        {
            while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), bound.Token) is > 0 and var read)
            {
                length += read;
                if (Encoding.ASCII.GetString(buffer, 0, length).Contains("REACHED", StringComparison.Ordinal)) break;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException && length > 0)
        {
            // What came before it is what there is to judge.
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static Outcome Judge(string answer, string? certificate = null)
    {
        var line = answer.Split('\n').FirstOrDefault(line => line.StartsWith("REACHED", StringComparison.Ordinal)) ?? answer.Split("\r\n")[0];
        var detail = certificate is null ? line : $"{line} ({certificate})";
        return answer.Contains("REACHED", StringComparison.Ordinal) ? Outcome.Arrived(detail) : Outcome.Refused(answer.Length == 0 ? "nothing came back" : detail);
    }
}
