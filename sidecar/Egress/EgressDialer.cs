using System.Net;
using System.Net.Sockets;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Connects to where a verdict allowed: to the address that was judged, or to one that the sidecar itself finds for the name that was. Never to metadata services, link-local or loopback
/// addresses, denied ranges, nor to the pod itself, whatever a name resolves to.
/// </summary>
/// <param name="resolve">A name's addresses.</param>
/// <param name="connect">Connects to an address that was judged.</param>
internal sealed class EgressDialer(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPEndPoint, CancellationToken, ValueTask<Socket>> connect)
{
    /// <summary>For resolving and connecting together: clients give up after some ten seconds, and are to be told before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Connects within a bound of time; tells the address that it connected to.</summary>
    /// <param name="target">The name, or the address where that was judged.</param>
    /// <param name="rules">Judge each address.</param>
    /// <param name="cancellationToken">Whoever asked is gone.</param>
    /// <exception cref="EgressRefusedException">It leads where nothing may connect to.</exception>
    /// <exception cref="IOException">The name has no address, or nothing answers.</exception>
    public async ValueTask<(Socket Socket, IPEndPoint Address)> DialAsync(DnsEndPoint target, EgressRules rules, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            return await ConnectAsync(target, rules, bounded.Token);
        }
        catch (Exception silent) when (silent is SocketException || (silent is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new IOException($"{target.Host}:{target.Port} does not answer", silent);
        }
    }

    private async ValueTask<(Socket Socket, IPEndPoint Address)> ConnectAsync(DnsEndPoint target, EgressRules rules, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(target.Host, out var literal))
        {
            var connected = new IPEndPoint(IPAddress.None, target.Port);
            var socket = await new GuardedDialer(resolve, (address, token) => connect(connected = address, token)).DialAsync(target, Refuse, cancellationToken);
            return (RefuseSelf(socket), connected);
        }

        var address = new IPEndPoint(literal, target.Port);
        return Refuse(address) is { } refused ? throw refused : (RefuseSelf(await connect(address, cancellationToken)), address);

        EgressRefusedException? Refuse(IPEndPoint found) => rules.Refuse(found) is { } denial ? new(denial) : null;
    }

    /// <summary>The kernel gives a connection to one of the pod's own addresses that same address as its own: what else listens in the pod is not the outside.</summary>
    private static Socket RefuseSelf(Socket socket)
    {
        if (socket is not { LocalEndPoint: IPEndPoint here, RemoteEndPoint: IPEndPoint there } || !here.Address.Equals(there.Address) || IPAddress.IsLoopback(here.Address)) return socket;
        Sockets.Reset(socket);
        throw new EgressRefusedException(EgressVerdict.Deny(EgressReason.AddressRefused, rule: "the address is the pod's own"));
    }
}
