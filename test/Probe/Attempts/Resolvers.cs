using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Probe.Attempts;

/// <summary>By names that are asked for.</summary>
internal static class Resolvers
{
    private const int Refused = 5;

    public static IEnumerable<Attempt> All =>
    [
        new("dns to a foreign resolver", around => Wire.SendAsync(around.Denied, 53, Query("www.example.com", 1))),
        new("dns to a foreign resolver by tcp", around => Wire.SayAsync(around.Denied, 53, "hello")),
        new("dns to a foreign resolver named in resolv.conf", around => Wire.SendAsync(around.Allowed, 53, Query("www.example.com", 1))),
        new("dns as a tunnel", TunnelAsync),
        new("dns as a tunnel, by txt", around => AskAsync($"{Secret()}.{around.DeniedName}", 16)),
        new("dns as a tunnel, by null", around => AskAsync($"{Secret()}.{around.DeniedName}", 10)),
        new("dns as a tunnel, by the header", around => SayAsync(Query(around.AllowedName, 1, opcode: 5))),
        new("dns with bytes behind the question", around => SayAsync([.. Query(around.AllowedName, 1), .. RandomNumberGenerator.GetBytes(64)])),
    ];

    /// <summary>A message of a question: type 1 is A, 16 TXT (RFC 1035, section 4.1).</summary>
    public static byte[] Query(string name, ushort type, int opcode = 0)
    {
        var bytes = new List<byte>(RandomNumberGenerator.GetBytes(2)) { (byte)((opcode << 3) | 1), 0, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (var label in name.Split('.'))
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(label));
        }

        return [.. bytes, 0, (byte)(type >> 8), (byte)type, 0, 1];
    }

    public static IPAddress Server =>
        IPAddress.Parse(File.ReadLines("/etc/resolv.conf").First(line => line.StartsWith("nameserver ", StringComparison.Ordinal))["nameserver ".Length..].Trim());

    public static async Task<byte[]> ExchangeAsync(byte[] query)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.SendToAsync(query, new IPEndPoint(Server, 53));
        var buffer = new byte[4096];
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        var got = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), bound.Token);
        return buffer[..got.ReceivedBytes];
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(30));

    private static async Task<Outcome> TunnelAsync(Surroundings around)
    {
        var passed = 0;
        for (var turn = 0; turn < 20; turn++)
        {
            var answer = await ExchangeAsync(Query($"{Secret()}.{around.DeniedName}", 1));
            if (Code(answer) != Refused) passed++;
        }

        return passed == 0 ? Outcome.Refused("20 of 20 names were refused in the pod") : Outcome.Arrived($"{passed} of 20 names left the pod");
    }

    private static Task<Outcome> AskAsync(string name, ushort type) => SayAsync(Query(name, type));

    private static async Task<Outcome> SayAsync(byte[] query)
    {
        var code = Code(await ExchangeAsync(query));
        return code is 1 or 4 or Refused ? Outcome.Refused($"rcode {code}") : Outcome.Arrived($"rcode {code}");
    }

    private static int Code(byte[] answer) => BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(2)) & 0xf;
}
