using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Sends the call to one target after another, as the planner says, until one gives a first byte: the point of no return. Before it, a target that cannot be reached, is too
/// slow, or fails, makes way for the next; after it, none does.
/// </summary>
internal sealed class SendStage(SendOptions options, LegBuilder legs, Relays relays, AttemptPlanners planners, SendingParts parts)
{
    private readonly TimeProvider _clock = planners.Clock;

    public async Task RunAsync(Reservation reservation, HttpContext http, Reply reply)
    {
        using var sending = new Sending(http, reservation, reply, new Deadlines(options, reservation.Plan.Route.Timeouts, _clock)) { Called = parts.Called };
        var planner = planners.Start(reservation.Plan);
        while (planner.Next() is { } next)
        {
            if (next.Wait > TimeSpan.Zero && !await WaitAsync(sending, next.Wait)) break;
            if (reply.Usage.Source != UsageSource.None && !await TryAgainAsync(sending)) break;
            reply.Try(next.Target);
            if (await TryAsync(sending, next.Target, planner)) return;
            if (!sending.Handle.TryForgiveTimeout()) break;
        }

        planner.Stopped();
        EndStopped(sending);
    }

    private async Task<bool> WaitAsync(Sending sending, TimeSpan wait)
    {
        try
        {
            sending.Deadlines.ExpectNothing(sending.Handle);
            await Task.Delay(wait, _clock, sending.Handle.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The try before may be billed, and so may the one that comes: false where the call's limits have no room for both.</summary>
    private static async ValueTask<bool> TryAgainAsync(Sending sending)
    {
        if (sending.Charge is not { } charge) return true;
        try
        {
            if (await charge.TryAgainAsync(sending.Handle.Token) is not { } refusal) return true;
            sending.Handle.Deny(refusal);
        }
        catch (OperationCanceledException)
        {
            // Why it was stopped, its end says.
        }

        return false;
    }

    /// <summary>True where the call is over, in whatever way; false where the next try's turn has come.</summary>
    private async Task<bool> TryAsync(Sending sending, Target target, AttemptPlanner planner)
    {
        sending.Begin();
        try
        {
            if (legs.Build(sending, target).Stops(out var refusal, out var leg)) return Skip(sending, planner, refusal);
            using (leg) return await SendAsync(sending, leg, planner);
        }
        catch (Exception fault) when (UpstreamFault.Is(fault))
        {
            return EndAttempt(sending, planner, fault);
        }
    }

    private async Task<bool> SendAsync(Sending sending, Leg leg, AttemptPlanner planner)
    {
        sending.Reply.Sent = leg.Format;
        sending.Deadlines.ExpectFirstByte(sending.Handle, sending.Request.Stream);
        sending.Send(leg.Request.Content);
        using var answer = await leg.Target.Provider.Http.SendAsync(leg.Request, sending.Handle.Token);
        sending.Answered(!answer.IsSuccessStatusCode);
        var passage = new Passage(sending, leg, answer);
        if (await BesideGate.OpenAsync(sending) is { } denied) return await EndDeniedAsync(sending, passage, planner, denied);
        if (!answer.IsSuccessStatusCode) return await RelayErrorAsync(passage, planner);
        if (await relays.RunAsync(passage))
        {
            sending.Reply.Usage = UntoldUse.OfBroken(sending, parts.Limits);
            if (sending.Reply.End != ReplyEnd.UpstreamCut) planner.Succeeded();
            else planner.Broke();
            return true;
        }

        return EndUnanswered(sending, passage, planner);
    }

    /// <summary>The provider did its part, and nothing of it leaves.</summary>
    private async Task<bool> EndDeniedAsync(Sending sending, Passage passage, AttemptPlanner planner, Refusal denied)
    {
        if (passage.Answer.IsSuccessStatusCode) planner.Succeeded();
        else planner.Stopped();
        await BesideGate.EndAsync(passage, denied);
        sending.Reply.Usage = UntoldUse.OfBroken(sending, parts.Limits);
        return true;
    }

    private async Task<bool> RelayErrorAsync(Passage passage, AttemptPlanner planner)
    {
        using var error = await relays.Errors.ReadAsync(passage);
        var status = (int)passage.Answer.StatusCode;
        var kind = error.Error?.Kind ?? ErrorStatuses.KindOf(status);
        if (planner.Failed(new(status, kind, RetryAfter.Of(passage.Answer, _clock.GetUtcNow()) ?? error.Error?.RetryAfter)))
        {
            passage.Reply.Outcome(status, null);
            return false;
        }

        relays.Errors.Run(passage, error);
        return true;
    }

    /// <summary>A success that is none: an error at the head of a stream, or bytes that are no answer.</summary>
    private bool EndUnanswered(Sending sending, Passage passage, AttemptPlanner planner)
    {
        var (reply, early) = (passage.Reply, passage.EarlyError);
        reply.Outcome((int)passage.Answer.StatusCode, early is null ? "garbage" : "error_in_stream");
        if (early is not null) reply.Usage = default;
        else if (reply.Usage.Source != UsageSource.Reported) reply.Usage = UntoldUse.OfTry(sending, parts.Limits);
        if (planner.Failed(new(early is null ? 0 : ErrorWords.StatusOf(early.Kind), early?.Kind ?? ErrorKind.Server, early?.RetryAfter))) return false;
        if (early is not null)
        {
            relays.Errors.RunEarly(passage, early);
            return true;
        }

        reply.End = ReplyEnd.Failed;
        reply.Refusal = new(RefusalReason.ProviderFailed, "The provider answered with something that is not of its dialect.");
        return true;
    }

    private static bool Skip(Sending sending, AttemptPlanner planner, Refusal refusal)
    {
        sending.Reply.Outcome(0, CallWords.Of(refusal.Reason));
        if (planner.Skipped()) return false;
        sending.Reply.Refusal = refusal;
        return true;
    }

    private bool EndAttempt(Sending sending, AttemptPlanner planner, Exception fault)
    {
        var (reply, cause) = (sending.Reply, sending.Handle.Cause);
        var word = UpstreamFault.WordOf(fault, cause);
        reply.Outcome(0, word);
        reply.Usage = UpstreamFault.IsBeforeSending(fault) ? default : UntoldUse.OfTry(sending, parts.Limits);
        if (cause > StopCause.TimedOut)
        {
            planner.Stopped();
            EndStopped(sending);
            return true;
        }

        var kind = cause == StopCause.TimedOut ? ErrorKind.Timeout : ErrorKind.Server;
        if (planner.Failed(new(0, kind, null)) && !sending.Deadlines.IsOver) return false;
        planner.Stopped();
        reply.End = ReplyEnd.Failed;
        reply.Refusal = cause == StopCause.TimedOut
            ? new(RefusalReason.ProviderTimeout, "The provider gave no answer in time.")
            : new(RefusalReason.ProviderFailed, $"The provider could not be reached or gave no answer ({word}).");
        return true;
    }

    /// <summary>Stopped before a first byte, from outside or by the bound on the whole.</summary>
    private static void EndStopped(Sending sending)
    {
        var (reply, handle) = (sending.Reply, sending.Handle);
        (reply.End, reply.Refusal) = handle.Cause switch
        {
            StopCause.Denied => (ReplyEnd.Cut, handle.Refusal),
            StopCause.AgentGone => (ReplyEnd.AgentGone, null),
            _ => (ReplyEnd.Failed, new Refusal(RefusalReason.ProviderTimeout, "The time for all tries together is over.")),
        };
    }
}
