using System.Net;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Sends the call to its targets in their order, until one gives a first byte: the point of no return. Before it, a target that cannot be reached, is too slow, or
/// answers 429 or 5xx, makes way for the next; after it, none does.
/// </summary>
internal sealed class SendStage(SendOptions options, AnswerRelay answers, StreamRelay streams, ErrorRelay errors, TimeProvider clock)
{
    public async Task RunAsync(Reservation reservation, HttpContext http, Reply reply)
    {
        var targets = reservation.Plan.Targets;
        for (var index = 0; index < targets.Length; index++)
        {
            reply.Try(targets[index]);
            if (await TryAsync(reservation, http, reply, isLast: index == targets.Length - 1)) return;
            if (reservation.Handle.TryForgiveTimeout()) continue;
            EndStopped(reservation, reply);
            return;
        }
    }

    /// <summary>True where the call is over, in whatever way; false where the next target's turn has come.</summary>
    private async Task<bool> TryAsync(Reservation reservation, HttpContext http, Reply reply, bool isLast)
    {
        var (plan, handle) = (reservation.Plan, reservation.Handle);
        var target = reply.Target!;
        var chat = plan.Permit.Call.Request!;
        try
        {
            handle.Expect(DeadlineOf(chat));
            using var request = UpstreamRequest.Build(target, chat, http.Request);
            using var answer = await target.Provider.Http.SendAsync(request, handle.Token);
            if (!isLast && IsRetriable(answer.StatusCode))
            {
                reply.Outcome((int)answer.StatusCode, null);
                return false;
            }

            await RelayAsync(new Passage(http, reservation, reply, answer));
            return true;
        }
        catch (Exception fault) when (UpstreamFault.Is(fault))
        {
            return EndAttempt(reservation, reply, fault, isLast);
        }
    }

    private Task RelayAsync(Passage passage)
    {
        if (!passage.Answer.IsSuccessStatusCode) return errors.RunAsync(passage);
        return passage.Answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? streams.RunAsync(passage) : answers.RunAsync(passage);
    }

    private static bool EndAttempt(Reservation reservation, Reply reply, Exception fault, bool isLast)
    {
        var cause = reservation.Handle.Cause;
        var word = UpstreamFault.WordOf(fault, cause);
        reply.Outcome(0, word);
        if (cause > StopCause.TimedOut)
        {
            EndStopped(reservation, reply);
            return true;
        }

        if (!isLast) return false;
        reply.End = ReplyEnd.Failed;
        reply.Refusal = cause == StopCause.TimedOut
            ? new(RefusalReason.ProviderTimeout, "The provider gave no answer in time.")
            : new(RefusalReason.ProviderFailed, $"The provider could not be reached or gave no answer ({word}).");
        return true;
    }

    /// <summary>Stopped from outside before a first byte: the provider may have worked all the same, so its input is accounted, as an estimate.</summary>
    private static void EndStopped(Reservation reservation, Reply reply)
    {
        var denied = reservation.Handle.Cause == StopCause.Denied;
        reply.End = denied ? ReplyEnd.Cut : ReplyEnd.AgentGone;
        reply.Refusal = denied ? reservation.Handle.Refusal : null;
        reply.Usage = new UsageTap(reservation.Plan.Permit.Call.Request!.Body.Length, withholdUsageChunk: false).Usage;
    }

    private long DeadlineOf(ModelRequest chat)
    {
        var timeout = chat.Stream ? options.StreamFirstByteTimeout : options.AnswerFirstByteTimeout;
        return clock.GetTimestamp() + (long)(timeout.TotalSeconds * clock.TimestampFrequency);
    }

    private static bool IsRetriable(HttpStatusCode status) => status == HttpStatusCode.TooManyRequests || (int)status >= 500;
}
