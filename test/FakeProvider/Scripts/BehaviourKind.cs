namespace AiGateway.Fakes.Scripts;

/// <summary>What the fake provider does with a call.</summary>
internal enum BehaviourKind
{
    Answer,
    Slow,
    Error,
    Hang,
    Reset,
    Cut,
    Garbage,
    Stream,
    Stamp,
    Long,
    Tool,
    Echo,
    Thinking,
    ParallelTools,
    ErrorInStream,
    Refusal,
    Length,
    ContextLength,
    ContentFilter,
    Json,
    Image,
    Cached,
    Asked,
}
