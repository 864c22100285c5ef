using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// Resolves, judges, and connects to the very address that was judged: a name that answers differently the second time gains nothing.
/// One dialer an endpoint.
/// </summary>
/// <param name="resolve">A name's addresses.</param>
/// <param name="connect">Connects to an address that was judged; null for the kernel's own way.</param>
internal sealed class GuardedDialer(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPEndPoint, CancellationToken, ValueTask<Socket>>? connect = null)
{
    /// <summary>How long one address may take where another stands behind it.</summary>
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(2);

    private readonly Func<IPEndPoint, CancellationToken, ValueTask<Socket>> _connect = connect ?? ConnectSocketAsync;

    /// <exception cref="IOException">No address may be connected to.</exception>
    /// <exception cref="SocketException">No address answered.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        if (AddressGuard.RefuseHost(target.Host) is { } refused) throw new IOException($"{target.Host}: {refused}");
        return new NetworkStream(
            IPAddress.TryParse(target.Host, out var literal)
                ? await _connect(new IPEndPoint(literal, target.Port), cancellationToken)
                : await DialAsync(target, address => Refuse(target.Host, address), cancellationToken),
            ownsSocket: true);
    }

    /// <summary>Connects to an address of the name that nothing is said against.</summary>
    /// <param name="target">The name.</param>
    /// <param name="refuse">Why no connection may go to an address; null where one may.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">The name has no address, or what <paramref name="refuse"/> said of the first of them.</exception>
    /// <exception cref="SocketException">No address answered, or the name is unknown.</exception>
    public async ValueTask<Socket> DialAsync(DnsEndPoint target, Func<IPEndPoint, IOException?> refuse, CancellationToken cancellationToken)
    {
        var open = await FindOpenAsync(target, refuse, cancellationToken);
        for (var next = 0; next < open.Count - 1; next++)
        {
            if (await TryConnectAsync(open[next], cancellationToken) is { } socket) return socket;
        }

        return await _connect(open[^1], cancellationToken);
    }

    private async Task<List<IPEndPoint>> FindOpenAsync(DnsEndPoint target, Func<IPEndPoint, IOException?> refuse, CancellationToken cancellationToken)
    {
        var open = new List<IPEndPoint>();
        IOException? refused = null;
        foreach (var address in await resolve(target.Host, cancellationToken))
        {
            var found = new IPEndPoint(address, target.Port);
            if (refuse(found) is { } why) refused ??= why;
            else open.Add(found);
        }

        return open.Count > 0 ? open : throw refused ?? new IOException($"{target.Host}: the name has no address");
    }

    private static IOException? Refuse(string host, IPEndPoint address) =>
        AddressGuard.RefuseAddress(address.Address, named: false) is { } refused ? new IOException($"{host}: {refused}") : null;

    private async Task<Socket?> TryConnectAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(PerAddress);
        try
        {
            return await _connect(target, bounded.Token);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The kernel's own way to an address; the bytes then go at once.</summary>
    public static async ValueTask<Socket> ConnectSocketAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
