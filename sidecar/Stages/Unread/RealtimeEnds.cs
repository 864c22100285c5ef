using System.Net;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>How a conversation over a WebSocket came to its end.</summary>
internal static class RealtimeEnds
{
    /// <summary>Before it began.</summary>
    public static (ReplyEnd End, Refusal? Refusal) OfConnect(HttpStatusCode status, LiveCall handle) => handle.Cause switch
    {
        StopCause.AgentGone => (ReplyEnd.AgentGone, null),
        StopCause.Denied => (ReplyEnd.Cut, handle.Refusal),
        _ => (ReplyEnd.Failed, status switch
        {
            HttpStatusCode.Unauthorized =>
                new(RefusalReason.ProviderUnauthorized, "The provider refused this gateway's key; the agent's own key plays no part in it."),
            HttpStatusCode.TooManyRequests => new(RefusalReason.ProviderLimited, "The provider answered 429."),
            _ => new(RefusalReason.ProviderFailed, "The provider could not be reached, or does not open a WebSocket for this model."),
        }),
    };

    /// <summary>In its midst.</summary>
    public static (ReplyEnd End, Refusal? Refusal) OfBreak(LiveCall handle, bool agentBroke) => handle.Cause switch
    {
        StopCause.Denied => (ReplyEnd.Cut, handle.Refusal),
        StopCause.AgentGone => (ReplyEnd.AgentGone, null),
        _ when agentBroke => (ReplyEnd.AgentGone, null),
        _ => (ReplyEnd.UpstreamCut, null),
    };
}
