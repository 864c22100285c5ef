namespace AiGateway.Sidecar.Calls;

/// <summary>How a call ended.</summary>
internal enum ReplyEnd
{
    /// <summary>Nothing was sent to a provider.</summary>
    NotSent,

    /// <summary>The last byte of the answer has left: the provider's, or the catalogue's of this gateway.</summary>
    Completed,

    /// <summary>Every target failed before the first byte.</summary>
    Failed,

    /// <summary>The agent hung up.</summary>
    AgentGone,

    /// <summary>A rule that came into force, or a filter, ended it.</summary>
    Cut,

    /// <summary>The provider stopped in mid-answer.</summary>
    UpstreamCut,
}
