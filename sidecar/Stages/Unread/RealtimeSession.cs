using System.Net.WebSockets;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.OpenAi;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>
/// The two ways of one conversation. Each message is held until it is whole: the agent's to be judged, the provider's to be looked at for usage. Whichever side ends, both do.
/// </summary>
internal sealed class RealtimeSession(WebSocket agent, WebSocket upstream, Reservation reservation, Reply reply)
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);
    private bool _upBroke;
    private long _untold;

    private LiveCall Handle => reservation.Handle;

    public async Task RunAsync(BlockPool pool, SnapshotHolder snapshots)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Handle.Token);
        var down = DownAsync(pool, stopping.Token);
        var up = UpAsync(pool, snapshots, stopping.Token);
        reply.End = ReplyEnd.Completed;
        if (await Task.WhenAny(up, down) == up)
        {
            var refusal = await up;
            if (refusal is null && !_upBroke) stopping.CancelAfter(s_farewell);
            else await stopping.CancelAsync();
            await down;
            if (refusal is not null) await RefuseAsync(refusal);
            return;
        }

        await down;
        stopping.CancelAfter(s_farewell);
        await up;
    }

    /// <summary>From the agent; the refusal that ends it, or null.</summary>
    private async Task<Refusal?> UpAsync(BlockPool pool, SnapshotHolder snapshots, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                using var message = new Body(pool);
                var (type, refusal) = await RealtimeMessages.ReceiveAsync(agent, message, stopping);
                if (refusal is not null) return refusal;
                if (type == WebSocketMessageType.Close)
                {
                    await RealtimeMessages.CloseAsync(agent, upstream, stopping);
                    return null;
                }

                reply.BytesIn += message.Length;
                if (RealtimeJudge.Judge(reservation.Plan.Permit.Call, message, snapshots) is { } denied) return denied;
                await RealtimeMessages.SendAsync(upstream, message, type, stopping);
            }
        }
        catch (Exception broken) when (broken is WebSocketException or IOException or OperationCanceledException)
        {
            _upBroke = true;
            var agentBroke = agent.State is WebSocketState.Aborted or WebSocketState.Closed;
            if (reply.End == ReplyEnd.Completed && upstream.State == WebSocketState.Open) (reply.End, reply.Refusal) = RealtimeEnds.OfBreak(Handle, agentBroke);
            return null;
        }
    }

    /// <summary>From the provider.</summary>
    private async Task DownAsync(BlockPool pool, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                using var message = new Body(pool, isAnswer: true);
                var (type, refusal) = await RealtimeMessages.ReceiveAsync(upstream, message, stopping);
                if (refusal is not null || type == WebSocketMessageType.Close)
                {
                    if (refusal is not null) (reply.End, reply.Refusal) = (ReplyEnd.Cut, new(RefusalReason.StreamBroken, "The provider sent a message that is larger than this gateway passes."));
                    await RealtimeMessages.CloseAsync(upstream, agent, Handle.Token);
                    return;
                }

                Count(message);
                await RealtimeMessages.SendAsync(agent, message, type, Handle.Token); // Not cut off by the other way's end: a last word may follow.
                reply.BytesOut += message.Length;
            }
        }
        catch (Exception broken) when (broken is WebSocketException or IOException or OperationCanceledException)
        {
            if (stopping.IsCancellationRequested && Handle.Cause == StopCause.None) return;
            (reply.End, reply.Refusal) = RealtimeEnds.OfBreak(Handle, agent.State is WebSocketState.Aborted);
        }
        finally
        {
            CountUntold();
        }
    }

    /// <summary>So that limits see what the session uses while it runs: it may last for hours.</summary>
    private void Count(Body message)
    {
        if (RealtimeEvents.UsageOf(message.Bytes) is { } usage) (reply.Usage, _untold) = (reply.Usage + usage, 0);
        else if (RealtimeEvents.IsDelta(message.Bytes)) _untold++;
        (reply.InputSoFar, reply.OutputSoFar) = (reply.Usage.Input, reply.Usage.Output + _untold);
    }

    /// <summary>An answer that somebody left before its end was made all the same.</summary>
    private void CountUntold()
    {
        if (_untold > 0) reply.Usage = reply.Usage with { Output = reply.Usage.Output + _untold, Source = UsageSource.Estimated };
    }

    private async Task RefuseAsync(Refusal refusal)
    {
        (reply.End, reply.Refusal) = (ReplyEnd.Cut, refusal);
        try
        {
            await agent.SendAsync(RealtimeEvents.ErrorOf(refusal), WebSocketMessageType.Text, endOfMessage: true, Handle.Token);
            await agent.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, CallWords.Of(refusal.Reason), Handle.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException)
        {
            reply.Refusal = refusal; // Who is gone cannot be told; the record says it all the same.
        }
    }
}
