using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AiGateway.Probe.Attempts;

/// <summary>Straight to an address, by any protocol that may carry bytes.</summary>
internal static class Addresses
{
    private const ProtocolType Sctp = (ProtocolType)132;
    private const ProtocolType UdpLite = (ProtocolType)136;

    private static readonly IPAddress s_metadata = IPAddress.Parse("169.254.169.254");

    public static IEnumerable<Attempt> All =>
    [
        new("direct ip", around => Wire.SayAsync(around.Denied, 443, "hello")),
        new("direct ip, plain http", around => Wire.SayAsync(around.Denied, 80, Wire.Request(around.Denied.ToString()))),
        new("other port", around => Wire.SayAsync(around.Denied, 4444, "hello")),
        new("allowed host's address at a port that is not allowed", around => Wire.SayAsync(around.Allowed, 4444, "hello")),
        new("a server that speaks first, not allowed", around => Wire.SayAsync(around.Denied, 3306, "")),
        new("quic", around => Wire.SendAsync(around.Denied, 443, [0xc3, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0])),
        new("other udp", around => Wire.SendAsync(around.Denied, 4444, "hello"u8.ToArray())),
        new("udp to the allowed host", around => Wire.SendAsync(around.Allowed, 443, "hello"u8.ToArray())),
        new("sctp", around => DialAsync(around.Denied, SocketType.Seqpacket, Sctp)),
        new("udp-lite", around => DatagramAsync(around.Denied, UdpLite)),
        new("ping", PingAsync),
        new("ipv6", _ => Wire.SayAsync(IPAddress.Parse("2001:db8::1"), 443, "hello")),
        new("ipv4 inside ipv6", around => Wire.SayAsync(around.Denied.MapToIPv6(), 443, "hello")),
        new("metadata address", _ => Wire.SayAsync(s_metadata, 80, Wire.Request("169.254.169.254", "/latest/meta-data/"))),
        new("metadata address by udp", _ => Wire.SendAsync(s_metadata, 80, "hello"u8.ToArray())),
        new("link-local", _ => Wire.SayAsync(IPAddress.Parse("169.254.1.1"), 80, "hello")),
        new("data in the syn", FastOpenAsync),
    ];

    private static async Task<Outcome> DialAsync(IPAddress address, SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await socket.ConnectAsync(new IPEndPoint(address, 443), bound.Token);
        return Outcome.Arrived("connected");
    }

    private static async Task<Outcome> DatagramAsync(IPAddress address, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, protocol);
        return Outcome.Arrived($"{await socket.SendToAsync("hello"u8.ToArray(), new IPEndPoint(address, 443))} bytes went out");
    }

    private static async Task<Outcome> PingAsync(Surroundings around)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Icmp);
        await socket.SendToAsync(new byte[] { 8, 0, 0, 0, 0, 1, 0, 1 }, new IPEndPoint(around.Denied, 0));
        return Outcome.Arrived("an echo request went out");
    }

    /// <summary>TCP Fast Open (RFC 7413) carries bytes before anybody has judged the connection.</summary>
    private static async Task<Outcome> FastOpenAsync(Surroundings around)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetRawSocketOption(6, 30, BitConverter.GetBytes(1)); // TCP_FASTOPEN_CONNECT
        await socket.ConnectAsync(new IPEndPoint(around.Denied, 4444));
        await socket.SendAsync(Encoding.ASCII.GetBytes("hello"));
        var answer = await Wire.ReadAsync(new NetworkStream(socket));
        return answer.Contains("REACHED", StringComparison.Ordinal) ? Outcome.Arrived(answer) : Outcome.Refused(answer.Length == 0 ? "nothing came back" : answer);
    }
}
