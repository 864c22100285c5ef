using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// Resolves, judges, and connects to the very address that was judged: a name that answers differently the second time gains nothing.
/// One dialer an endpoint.
/// </summary>
internal sealed class GuardedDialer(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>How long one address may take where another stands behind it.</summary>
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(2);

    /// <exception cref="IOException">No address may be connected to.</exception>
    /// <exception cref="SocketException">No address answered.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var open = await FindOpenAsync(target.Host, cancellationToken);
        for (var next = 0; next < open.Count - 1; next++)
        {
            if (await TryConnectAsync(open[next], target.Port, cancellationToken) is { } stream) return stream;
        }

        return await ConnectAsync(new IPEndPoint(open[^1], target.Port), cancellationToken);
    }

    private async Task<List<IPAddress>> FindOpenAsync(string host, CancellationToken cancellationToken)
    {
        if (AddressGuard.RefuseHost(host) is { } refused) throw new IOException($"{host}: {refused}");
        if (IPAddress.TryParse(host, out var literal)) return [literal];

        var found = await resolve(host, cancellationToken);
        var open = found.Where(address => AddressGuard.RefuseAddress(address, named: false) is null).ToList();
        return open.Count > 0
            ? open
            : throw new IOException($"{host}: {(found.Length > 0 ? AddressGuard.RefuseAddress(found[0], named: false) : "the name has no address")}");
    }

    private static async Task<Stream?> TryConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(PerAddress);
        try
        {
            return await ConnectAsync(new IPEndPoint(address, port), bounded.Token);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
