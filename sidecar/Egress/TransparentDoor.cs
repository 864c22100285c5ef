using System.Net;
using System.Net.Sockets;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress.Peek;
using AiGateway.Sidecar.Snapshots;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// What the kernel sent here, connection by connection: where was it dialled to, may it go there, and if a name decides, what do its first bytes name? Denied is reset, allowed is tunnelled;
/// what is served here, each request by itself, goes to Kestrel.
/// </summary>
internal sealed class TransparentDoor(
    EgressWays ways, DoorOptions options, SocketConnectionContextFactory sockets, TunnelBuffers buffers, TimeProvider clock)
{
    /// <summary>The most connections of which the first bytes are waited for.</summary>
    private const int MostPeeking = 1024;

    private long _count;
    private int _peeking;

    /// <summary>Serves a connection to its end, or gives it back as one for Kestrel, its <see cref="Arrival"/> among its features.</summary>
    public async Task<ConnectionContext?> ServeAsync(Socket agent)
    {
        var way = ways.Open(NextId(), EgressVia.Transparent);
        using var first = new SocketPeek();
        Arrival? arrival = null;
        try
        {
            arrival = await JudgeAsync(agent, way, first);
            if (arrival is null && way.Verdict.Action == EgressAction.Tunnel) await TunnelAsync(agent, way, first);
        }
        finally
        {
            if (arrival is null)
            {
                Sockets.Reset(agent);
                await ways.CloseAsync(way);
            }
        }

        if (arrival is null) return null;
        var connection = sockets.Create(agent);
        PagePool.Mend(connection);
        connection.Features.Set(arrival);
        return connection;
    }

    /// <summary>The verdict; and what Kestrel is to serve, where it is.</summary>
    private async Task<Arrival?> JudgeAsync(Socket agent, EgressWay way, SocketPeek first)
    {
        if (options.ReadDestination(agent) is not { } dialled || IsHere(agent, dialled))
        {
            way.Verdict = EgressVerdict.Deny(EgressReason.NotRedirected);
            return null;
        }

        way.Ask = new() { Port = dialled.Port, Dialled = dialled };
        if (way.Rules is not { } rules) return null;
        if (rules.Decide(dialled) is { } decided)
        {
            way.Verdict = decided;
            return null;
        }

        if (await PeekAsync(agent, way, first) is not { } peeked) return null;
        way.Ask = way.Ask with { Name = peeked.Name, Peeked = true };
        var judged = new JudgedConnection(peeked.Name ?? "", dialled.Port, peeked.Kind == PeekKind.Tls) { Dialled = dialled };
        if (peeked.Kind is PeekKind.Http or PeekKind.Http2) return new(judged, first.Read.ToArray(), Way: null);
        way.Verdict = peeked.Kind == PeekKind.Malformed ? EgressVerdict.Deny(EgressReason.Malformed) : rules.Decide(peeked.Name, dialled.Port, dialled);
        if (way.Verdict.Action == EgressAction.Deny && peeked.Kind == PeekKind.Tls) TlsAlert.Send(agent);
        return way.Verdict.Action == EgressAction.Intercept ? new(judged, first.Read.ToArray(), way) : null;
    }

    /// <summary>Null where as many as may are waited for, which then is the verdict.</summary>
    private async Task<PeekResult?> PeekAsync(Socket agent, EgressWay way, SocketPeek first)
    {
        try
        {
            if (Interlocked.Increment(ref _peeking) > MostPeeking)
            {
                way.Verdict = EgressVerdict.Deny(EgressReason.TooMany);
                return null;
            }

            using var patience = new CancellationTokenSource(options.Patience, clock);
            return await first.ReadAsync(agent, patience.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _peeking);
        }
    }

    private async Task TunnelAsync(Socket agent, EgressWay way, SocketPeek first)
    {
        if (!ways.TryAdmit(way, isHandedOver: false) || await ways.DialAsync(way) is not { } upstream) return;
        var tunnel = new Tunnel(agent, upstream, buffers);
        await using (way.Live!.Token.UnsafeRegister(static tunnel => ((Tunnel)tunnel!).Cut(), tunnel))
        {
            if (!first.Read.IsEmpty) await tunnel.SendFirstAsync(first.Read);
            first.Dispose(); // An idle tunnel holds no buffer.
            way.Record.End = await tunnel.RunAsync();
        }

        (way.Record.BytesIn, way.Record.BytesOut) = (tunnel.BytesUp, tunnel.BytesDown);
    }

    /// <summary>Unique in this process, and short: the journal names the pod beside it.</summary>
    private string NextId() => $"{clock.GetUtcNow().ToUnixTimeMilliseconds():x}-{Interlocked.Increment(ref _count):x}";

    /// <summary>What was sent straight to the port has the port itself for its destination.</summary>
    private static bool IsHere(Socket agent, IPEndPoint dialled) => IPAddress.IsLoopback(dialled.Address) || dialled.Equals(agent.LocalEndPoint);
}
