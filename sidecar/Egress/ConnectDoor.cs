using System.Buffers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress.Peek;
using AiGateway.Sidecar.Snapshots;
using Microsoft.AspNetCore.Connections;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// A CONNECT at the API port (RFC 9110, section 9.3.6): the same rules as at the transparent port, judged before the 200. A name that was allowed leads to where the sidecar resolves it, and
/// TLS through it must be for that name. An address counts as one that was dialled. After anything but a 200 the connection ends, so that what follows is never read as a request.
/// </summary>
internal sealed class ConnectDoor(EgressWays ways, Handover handover, DoorOptions options, TimeProvider clock)
{
    /// <summary>As long as Kestrel gives a request's head.</summary>
    private static readonly TimeSpan HeadPatience = TimeSpan.FromSeconds(10);

    private static readonly byte[] s_established = "HTTP/1.1 200 Connection Established\r\n\r\n"u8.ToArray();

    /// <summary>Serves a connection that begins with a CONNECT to its end; <paramref name="next"/> serves what is HTTP in it.</summary>
    public async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var way = ways.Open(connection.ConnectionId, EgressVia.Connect);
        way.Verdict = EgressVerdict.Deny(EgressReason.Malformed); // What never becomes whole is that.
        Arrival? arrival = null;
        try
        {
            way.Verdict = await JudgeAsync(connection, way);
            if (way.Verdict.Action == EgressAction.Deny) await AnswerAsync(connection, EgressAnswers.ToConnect(way));
            else if (way.Verdict.Action == EgressAction.Intercept || way.Ask is { Dialled: not null, Peeked: true }) arrival = await PeekAsync(connection, way);
            else await TunnelAsync(connection, way, isEstablished: false, []);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            way.Record.End = EgressEnd.AgentClosed;
        }
        finally
        {
            if (arrival is null) await ways.CloseAsync(way);
        }

        if (arrival is not null) await handover.RunAsync(connection, arrival, next);
    }

    private async Task<EgressVerdict> JudgeAsync(ConnectionContext connection, EgressWay way)
    {
        if (await ReadHeadAsync(connection) is not { } head || ConnectHead.Read(head) is not { } target) return EgressVerdict.Deny(EgressReason.Malformed);
        var port = target.Port!.Value;
        way.Ask = new() { Name = target.Name, Port = port, Dialled = target.Address is { } address ? new(address, port) : null };
        if (way.Rules is not { } rules) return EgressVerdict.Deny(EgressReason.NotReady);
        if (way.Ask.Dialled is not { } dialled) return rules.Decide(target.Name, port, dialled: null);
        if (rules.Decide(dialled) is { } decided) return decided;
        way.Ask = way.Ask with { Peeked = true };
        return rules.Decide(name: null, port, dialled);
    }

    /// <summary>The head alone: what follows stays in the pipe. Null where it does not end in time or in bounds.</summary>
    private async Task<byte[]?> ReadHeadAsync(ConnectionContext connection)
    {
        using var patience = new CancellationTokenSource(HeadPatience, clock);
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(patience.Token);
            var reader = new SequenceReader<byte>(read.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> _, ConnectHead.End) && reader.Consumed <= ConnectHead.MaxBytes)
            {
                var head = read.Buffer.Slice(0, reader.Position).ToArray();
                input.AdvanceTo(reader.Position);
                return head;
            }

            var isOver = read.IsCompleted || read.Buffer.Length > ConnectHead.MaxBytes;
            input.AdvanceTo(isOver ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            if (isOver) return null;
        }
    }

    /// <summary>Says yes, and sees what comes: TLS that is to end here, an address whose rules need a name, or plain HTTP. What Kestrel is to serve, where it is.</summary>
    private async Task<Arrival?> PeekAsync(ConnectionContext connection, EgressWay way)
    {
        await AnswerAsync(connection, s_established);
        using var patience = new CancellationTokenSource(options.Patience, clock);
        var (peeked, first) = await PipePeek.ReadAsync(connection.Transport.Input, isForTls: false, patience.Token);
        if (peeked.Kind is PeekKind.Http or PeekKind.Http2) return new(new(way.Ask.Name ?? "", way.Ask.Port, IsTls: false) { Dialled = way.Ask.Dialled }, first, Way: null);
        way.Verdict = JudgePeeked(way, peeked);
        if (way.Verdict.Action == EgressAction.Intercept) return new(new(way.Ask.Name!, way.Ask.Port, IsTls: true) { Dialled = way.Ask.Dialled }, first, way);
        if (way.Verdict.Action == EgressAction.Tunnel) await TunnelAsync(connection, way, isEstablished: true, first);
        else if (peeked.Kind == PeekKind.Tls) await AnswerAsync(connection, TlsAlert.AccessDenied);
        return null;
    }

    /// <summary>With the name that the first bytes gave: the only one for an address, and the same again where one was named.</summary>
    private static EgressVerdict JudgePeeked(EgressWay way, PeekResult peeked)
    {
        if (peeked.Kind == PeekKind.Malformed) return EgressVerdict.Deny(EgressReason.Malformed, way.Verdict.Policy, way.Verdict.Rule);
        if (way.Ask.Dialled is not { } dialled)
            return IsFor(way, peeked) && peeked.Kind == PeekKind.Tls ? way.Verdict : EgressVerdict.Deny(EgressReason.Malformed, way.Verdict.Policy, way.Verdict.Rule);
        way.Ask = way.Ask with { Name = peeked.Name };
        return way.Rules!.Decide(peeked.Name, dialled.Port, dialled);
    }

    /// <summary>Whether TLS is for the name that was asked for, or names none.</summary>
    private static bool IsFor(EgressWay way, PeekResult peeked) => peeked.Name is null || peeked.Name == way.Ask.Name;

    private async Task TunnelAsync(ConnectionContext connection, EgressWay way, bool isEstablished, byte[] first)
    {
        var upstream = ways.TryAdmit(way, isHandedOver: false) ? await ways.DialAsync(way) : null;
        if (!isEstablished) await AnswerAsync(connection, upstream is null ? EgressAnswers.ToConnect(way) : s_established);
        if (upstream is null) return;
        var tunnel = new PipeTunnel(connection, upstream);
        await using (way.Live!.Token.UnsafeRegister(static tunnel => ((PipeTunnel)tunnel!).Cut(), tunnel))
            way.Record.End = await tunnel.RunAsync(() => isEstablished || way.Ask.Name is null ? Task.FromResult<byte[]?>(first) : CheckNameAsync(connection, way));
        (way.Record.BytesIn, way.Record.BytesOut) = (tunnel.BytesUp, tunnel.BytesDown);
    }

    /// <summary>
    /// What the agent says first, however late: the server may have spoken long before. Null where it is TLS for another name than was asked for, or for one that is encrypted: who answers for many
    /// names would read that one, and not the one that was judged.
    /// </summary>
    private static async Task<byte[]?> CheckNameAsync(ConnectionContext connection, EgressWay way)
    {
        var (peeked, first) = await PipePeek.ReadAsync(connection.Transport.Input, isForTls: true, CancellationToken.None);
        if (peeked.Kind != PeekKind.Malformed && IsFor(way, peeked) && !peeked.IsEncrypted) return first;
        way.Deny(peeked.IsEncrypted ? EgressReason.NameUnknown : EgressReason.Malformed);
        return null;
    }

    private static async Task AnswerAsync(ConnectionContext connection, byte[] answer) => await connection.Transport.Output.WriteAsync(answer);
}
