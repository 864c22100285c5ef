namespace AiGateway.Sidecar.Conversations;

/// <summary>Why the model stopped.</summary>
internal enum StopReason
{
    /// <summary>It had said everything.</summary>
    EndTurn,

    /// <summary>One of the request's own stop sequences came.</summary>
    StopSequence,

    /// <summary>The request's or the model's bound on output.</summary>
    MaxTokens,

    /// <summary>The model's context is full.</summary>
    ContextFull,

    /// <summary>It waits for tools.</summary>
    ToolUse,

    /// <summary>The provider's filter stepped in.</summary>
    ContentFilter,

    /// <summary>The model declined.</summary>
    Refusal,

    /// <summary>A long turn was paused; the same conversation goes on when it is sent again.</summary>
    Pause,

    /// <summary>Something else, or not told.</summary>
    Other,
}
