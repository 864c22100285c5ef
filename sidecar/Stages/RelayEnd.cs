using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Stages;

/// <summary>Says how a passage ended that stopped after its first byte had left.</summary>
internal static class RelayEnd
{
    public static void Broken(Passage passage)
    {
        var (reply, handle) = (passage.Reply, passage.Handle);
        (reply.End, reply.Refusal) = handle.Cause switch
        {
            StopCause.AgentGone => (ReplyEnd.AgentGone, null),
            StopCause.Denied => (ReplyEnd.Cut, handle.Refusal),
            StopCause.TimedOut => (ReplyEnd.UpstreamCut, new Refusal(RefusalReason.ProviderTimeout, "The provider paused for too long in mid-answer.")),
            _ => (ReplyEnd.UpstreamCut, new Refusal(RefusalReason.StreamBroken, "The provider ended the connection in mid-answer.")),
        };
    }

    /// <summary>The answer's bytes stopped making sense.</summary>
    public static void Garbled(Passage passage) => (passage.Reply.End, passage.Reply.Refusal) =
        (ReplyEnd.UpstreamCut, new Refusal(RefusalReason.StreamBroken, "The provider sent something that is not of its dialect in mid-answer."));

    /// <summary>A guardrail ends it.</summary>
    public static void Denied(Passage passage, Finding denial) => (passage.Reply.End, passage.Reply.Refusal) = (ReplyEnd.Cut, GuardRefusal.Of(denial));

    /// <summary>
    /// Sends what was written and has not left, since what a stream ends in is told by whether it has begun; nothing where nothing was written, and the call can still be refused.
    /// </summary>
    public static async ValueTask FlushAsync(Passage passage)
    {
        var writer = passage.Out.BodyWriter;
        if (passage.Reply.End == ReplyEnd.AgentGone || writer is { CanGetUnflushedBytes: true, UnflushedBytes: 0 }) return;
        await writer.FlushAsync(passage.Handle.Token);
    }

    /// <summary>The gateway itself ends a stream.</summary>
    public static void Cut(Passage passage, string why) => (passage.Reply.End, passage.Reply.Refusal) = (ReplyEnd.Cut, new Refusal(RefusalReason.StreamBroken, why));
}
