using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>Says how an exchange ended that did not come to its own end.</summary>
internal static class ExchangeEnd
{
    public static void Broken(Exchange exchange, Exception fault)
    {
        var (reply, handle) = (exchange.Reply, exchange.Handle);
        if (reply is { FirstByteAt: 0, Attempts.Count: > 0 }) reply.Outcome(0, UpstreamFault.WordOf(fault, handle.Cause));
        (reply.End, reply.Refusal) = handle.Cause switch
        {
            StopCause.AgentGone => (ReplyEnd.AgentGone, null),
            StopCause.Denied => (ReplyEnd.Cut, handle.Refusal),
            _ when exchange.Committed => (ReplyEnd.UpstreamCut, InMidAnswer(exchange)),
            StopCause.TimedOut => (ReplyEnd.Failed, new(RefusalReason.ProviderTimeout, $"{exchange.Name} gave no answer in time.")),
            _ => (ReplyEnd.Failed, new(RefusalReason.ProviderFailed, $"{exchange.Name} could not be reached or gave no answer ({UpstreamFault.WordOf(fault, handle.Cause)}).")),
        };
    }

    /// <summary>A stream that can be taken up again just ends: an error would tell the agent that there is nothing more to come.</summary>
    private static Refusal? InMidAnswer(Exchange exchange)
    {
        if (!exchange.AwaitsAnswer || exchange.Resumable) return null;
        return exchange.Handle.Cause == StopCause.TimedOut
            ? new(RefusalReason.ProviderTimeout, $"{exchange.Name} paused for too long in mid-answer.")
            : new(RefusalReason.StreamBroken, $"{exchange.Name} ended the connection in mid-answer.");
    }
}
