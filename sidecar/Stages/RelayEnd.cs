using AiGateway.Sidecar.Calls;

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

    /// <summary>The gateway itself ends a stream.</summary>
    public static void Cut(Passage passage, string why) => (passage.Reply.End, passage.Reply.Refusal) = (ReplyEnd.Cut, new Refusal(RefusalReason.StreamBroken, why));
}
