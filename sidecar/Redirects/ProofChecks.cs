using System.Net;
using System.Net.Sockets;
using System.Text;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Redirects;

/// <summary>
/// What must hold of a redirected pod, tried one after the other: the sidecar does not run yet, so this listens in its place. Each check answers with a sentence where it does not hold, and within
/// <see cref="Bound"/>.
/// </summary>
internal sealed class ProofChecks(RedirectArguments arguments, byte[] nonce, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    /// <summary>Addresses of nobody: TEST-NET-1 (RFC 5737) and the one for documentation (RFC 3849).</summary>
    private static readonly IPAddress Nobody = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress NobodyV6 = IPAddress.Parse("2001:db8::1");

    private readonly List<Socket> _open = [];

    /// <summary>The first check that does not hold, in a sentence; null where all do.</summary>
    public async Task<string?> FirstFailureAsync(IReadOnlyList<IPAddress> nameServers, IReadOnlyList<IPAddress> own)
    {
        try
        {
            return await CheckIPv4Async()
                ?? await CheckIPv6Async(own.Where(address => !address.IsIPv6LinkLocal).ToList())
                ?? (nameServers.Count > 0 ? await CheckDnsAsync(nameServers[0]) : null);
        }
        catch (SocketException failure)
        {
            return $"a check could not be made: {failure.Message} ({failure.SocketErrorCode})";
        }
    }

    public void Dispose()
    {
        foreach (var socket in _open) socket.Dispose();
    }

    private async Task<string?> CheckIPv4Async()
    {
        var door = Listen(IPAddress.Loopback, arguments.Transparent);
        return await ArrivesAsync(new(Nobody, 443), door)
            ?? await ArrivesAsync(new(AddressGuard.MetadataAddresses[0], 80), door)
            ?? Refused(new(Nobody, 443))
            ?? Refused(new(Nobody, 53));
    }

    /// <summary>Where no route leads out, what is next to the pod on its own link is tried; where none leads there either, nothing leaves.</summary>
    private async Task<string?> CheckIPv6Async(List<IPAddress> own)
    {
        if (own.Count == 0) return null;
        var door = Listen(IPAddress.IPv6Loopback, arguments.Transparent);
        foreach (var target in own.Select(Neighbour).Prepend(NobodyV6).Where(IsRouted))
            if (await ArrivesAsync(new(target, 443), door) is { } missed) return missed;
        return IsRouted(NobodyV6) ? Refused(new(NobodyV6, 443)) : null;
    }

    private async Task<string?> CheckDnsAsync(IPAddress server)
    {
        var loopback = server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        var door = Keep(new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        door.Bind(new IPEndPoint(loopback, arguments.Dns));
        return await QueryArrivesAsync(new(server, 53), door) ?? await ArrivesAsync(new(server, 53), Listen(loopback, arguments.Dns));
    }

    /// <summary>A connection to there must come out at this door, with the nonce that was sent, and its destination remembered.</summary>
    private async Task<string?> ArrivesAsync(IPEndPoint destination, Socket door)
    {
        using var bound = new CancellationTokenSource(Bound, time);
        var missed = $"a connection to {destination} did not arrive at {door.LocalEndPoint} within {Bound.TotalSeconds:0} s; it is not redirected";
        try
        {
            using var here = new Socket(destination.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await here.ConnectAsync(destination, bound.Token);
            await here.SendAsync(nonce, bound.Token);
            using var there = await door.AcceptAsync(bound.Token);
            if (!await ReadNonceAsync(there, bound.Token)) return $"what arrived at {door.LocalEndPoint} is not what was sent to {destination}";
            var original = OriginalDestination.Read(there);
            return destination.Equals(original) ? null : $"a connection to {destination} arrived with the destination {original?.ToString() ?? "unknown"}";
        }
        catch (OperationCanceledException)
        {
            return missed;
        }
        catch (SocketException failure)
        {
            return $"{missed} ({failure.SocketErrorCode})";
        }
    }

    private async Task<bool> ReadNonceAsync(Socket from, CancellationToken cancellationToken)
    {
        var bytes = new byte[nonce.Length];
        var count = 0;
        while (count < bytes.Length && await from.ReceiveAsync(bytes.AsMemory(count), cancellationToken) is var read and > 0) count += read;
        return bytes.AsSpan().SequenceEqual(nonce);
    }

    /// <summary>A query to there must come out at this door.</summary>
    private async Task<string?> QueryArrivesAsync(IPEndPoint server, Socket door)
    {
        using var bound = new CancellationTokenSource(Bound, time);
        var query = Query();
        var arrived = new byte[query.Length + 1];
        try
        {
            using var here = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await here.SendToAsync(query, server, bound.Token);
            var count = await door.ReceiveAsync(arrived, bound.Token);
            return arrived.AsSpan(0, count).SequenceEqual(query) ? null : $"what arrived at {door.LocalEndPoint} is not the query that was sent to {server}";
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return $"a query to the name server {server} did not arrive at {door.LocalEndPoint} within {Bound.TotalSeconds:0} s; DNS is not redirected";
        }
    }

    /// <summary>A datagram to there must not leave: the kernel refuses it (EPERM) while it is sent.</summary>
    private static string? Refused(IPEndPoint destination)
    {
        using var socket = new Socket(destination.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.SendTo([0], destination);
            return $"a datagram to {destination} was sent; only TCP and queries to the pod's name servers may be";
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.AccessDenied ? null : $"a datagram to {destination} was not refused by a rule, but failed otherwise ({failure.SocketErrorCode})";
        }
    }

    /// <summary>Connecting a datagram's socket asks for the route and sends nothing.</summary>
    private static bool IsRouted(IPAddress address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(address, 443);
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.NetworkUnreachable or SocketError.HostUnreachable)
        {
            return false;
        }
    }

    private static IPAddress Neighbour(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes[^1] ^= 1;
        return new(bytes);
    }

    /// <summary>A query for a name that cannot be (RFC 2606), with the nonce in it: were it to get out, a name server would know what to say.</summary>
    private byte[] Query()
    {
        var digits = Convert.ToHexStringLower(nonce);
        string[] labels = [digits[..32], digits[32..], "invalid"];
        return
        [
            nonce[0], nonce[1], 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0,
            .. labels.SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0, 0, 1, 0, 1,
        ];
    }

    private Socket Listen(IPAddress address, int port)
    {
        var socket = Keep(new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen();
        return socket;
    }

    private Socket Keep(Socket socket)
    {
        _open.Add(socket);
        return socket;
    }
}
