using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>
/// Passes a call whose body is not held here: an endpoint that a policy names, or a form of which only the model was read. One target and one try, because a body that
/// streamed through is gone.
/// </summary>
internal sealed class UnreadStage(IHttpForwarder forwarder, SendOptions options, LimitLedger limits, TimeProvider clock)
{
    /// <summary>It is not held, but neither is it without end.</summary>
    private const long MaxUpload = 512L * 1024 * 1024;

    /// <param name="reservation">The call.</param>
    /// <param name="http">The request, whose body may have been replaced.</param>
    /// <param name="reply">Filled as the answer comes.</param>
    /// <param name="also">Sees the answer pass; null where nobody does.</param>
    public async Task RunAsync(Reservation reservation, HttpContext http, Reply reply, CountedStream.Seen? also = null)
    {
        var (plan, handle) = (reservation.Plan, reservation.Handle);
        if (UnreadTarget.Of(plan, http, clock.GetUtcNow()).Stops(out var refusal, out var target))
        {
            reply.Refusal = refusal;
            return;
        }

        reply.Try(target.Target);
        var config = new ForwarderRequestConfig { ActivityTimeout = options.AnswerFirstByteTimeout };
        var transformer = new UnreadTransformer(target, reservation, reply, clock, also);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound) bound.MaxRequestBodySize = MaxUpload;
        http.Request.Body = transformer.Counted(BodyOf(http, plan.Permit.Call, target));
        var error = await forwarder.SendAsync(http, target.Url.GetLeftPart(UriPartial.Authority), target.Provider.Http, config, transformer, handle.Token);
        var fault = plan.Permit.Call.Form?.Scanner.Fault ?? FormFault.None;
        var unfit = fault == FormFault.None ? transformer.Refusal : FormFaults.RefusalOf(fault);
        if (unfit is null && error == ForwarderError.None) reply.End = ReplyEnd.Completed;
        else End(http, reply, handle, unfit);
        reply.Usage = transformer.Usage;
        if (reply.End != ReplyEnd.Completed && reply.Usage.Source != UsageSource.Reported && transformer.MayBeBilled) reply.Usage = AtLeast(reply.Usage, limits.Expect(plan, handle.Charge));
    }

    /// <summary>Nobody knows what a call has used whose answer broke off or never came: no less than what was reserved for it.</summary>
    private static Usage AtLeast(in Usage passed, in Usage expected) =>
        expected.Source == UsageSource.None ? passed : expected with { Input = Math.Max(passed.Input, expected.Input), Output = Math.Max(passed.Output, expected.Output), Images = Math.Max(passed.Images, expected.Images) };

    private static Stream BodyOf(HttpContext http, Call call, UnreadTarget target)
    {
        if (call.Form is not { } form) return http.Request.Body;
        var stream = new FormStream(form, http.Request.BodyReader, target.Call.Model);
        http.Request.ContentLength += stream.Added;
        return stream;
    }

    private static void End(HttpContext http, Reply reply, LiveCall handle, Refusal? refusal)
    {
        if (!http.Response.HasStarted) reply.Outcome(reply.Attempts[^1].Status, refusal is null ? "reset" : null);
        (reply.End, reply.Refusal) = handle.Cause switch
        {
            StopCause.AgentGone => (ReplyEnd.AgentGone, null),
            StopCause.Denied => (ReplyEnd.Cut, handle.Refusal),
            _ when refusal is not null => (ReplyEnd.Failed, refusal),
            _ when http.RequestAborted.IsCancellationRequested => (ReplyEnd.AgentGone, null),
            _ when http.Response.HasStarted => (ReplyEnd.UpstreamCut, new Refusal(RefusalReason.StreamBroken, "The provider ended the connection in mid-answer.")),
            _ => (ReplyEnd.Failed, new Refusal(RefusalReason.ProviderFailed, "The provider could not be reached or gave no answer.")),
        };
    }
}
