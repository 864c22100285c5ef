using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using AiGateway.Rig;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

/// <summary>A name server on loopback, UDP and TCP; what it answers is the test's business, and it remembers what it was asked and from where.</summary>
internal sealed class FakeNameServer : IDisposable
{
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public FakeNameServer(IPEndPoint endpoint)
    {
        _udp.Bind(endpoint);
        _tcp.Bind(endpoint);
        _tcp.Listen();
        _ = ServeUdpAsync();
        _ = ServeTcpAsync();
    }

    /// <summary>What a query over UDP is answered with, in order; none for silence.</summary>
    public Func<byte[], IEnumerable<byte[]>> Udp { get; set; } = query => [GivenDns.Answer(query)];

    /// <summary>What a query over TCP is answered with; null ends the connection.</summary>
    public Func<byte[], byte[]?> Tcp { get; set; } = query => GivenDns.Answer(query);

    /// <summary>Answers are sent from a port that was not asked.</summary>
    public bool FromAnotherPort { get; set; }

    public ConcurrentQueue<(byte[] Query, int Port)> Asked { get; } = [];

    /// <summary>How many queries over UDP were answered, or left in silence.</summary>
    public int Answered { get; private set; }

    /// <summary>Closes, and waits until the kernel has heard of it: a process that is started meanwhile holds a copy of each socket for a moment, and a query that comes then is lost.</summary>
    public async Task CloseAsync()
    {
        var endpoint = (IPEndPoint)_udp.LocalEndPoint!;
        Dispose();
        await Eventually.HoldsAsync(() => !IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Contains(endpoint), "nobody has the socket");
    }

    public void Dispose()
    {
        _udp.Dispose();
        _tcp.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        try
        {
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0));
                var query = buffer[..received.ReceivedBytes];
                Asked.Enqueue((query, ((IPEndPoint)received.RemoteEndPoint).Port));
                foreach (var answer in Udp(query)) await (FromAnotherPort ? other : _udp).SendToAsync(answer, SocketFlags.None, received.RemoteEndPoint);
                Answered++;
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _tcp.AcceptAsync();
                await using var stream = new NetworkStream(connection);
                var length = new byte[2];
                await stream.ReadExactlyAsync(length);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query);
                Asked.Enqueue((query, ((IPEndPoint)connection.RemoteEndPoint!).Port));
                if (Tcp(query) is { } answer) await stream.WriteAsync((byte[])[.. GivenDns.Words(answer.Length), .. answer]);
            }
        }
        catch (Exception closed) when (closed is IOException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
