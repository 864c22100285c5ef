namespace AiGateway.Sidecar.Protocols;

/// <summary>Where in a usage object a count stands: the same name says another thing in another place.</summary>
internal enum UsagePart : byte
{
    /// <summary>In a place that tells nothing that is counted, as each iteration of a compacted conversation, whose sums stand above.</summary>
    Other,

    /// <summary>In the object itself.</summary>
    Top,

    /// <summary>In Cohere's object beside an answer: nothing but what is billed counts there.</summary>
    Meta,

    /// <summary>What the input is made of.</summary>
    Input,

    /// <summary>What the output is made of.</summary>
    Output,

    /// <summary>What the cached input is made of.</summary>
    Cached,

    /// <summary>For how long the cache was written, at Anthropic.</summary>
    CacheCreation,

    /// <summary>The same at Bedrock, as a list.</summary>
    CacheList,

    /// <summary>What hosted tools did, at Anthropic.</summary>
    ServerTools,

    /// <summary>What Cohere bills.</summary>
    Billed,

    /// <summary>What Cohere counted.</summary>
    Counted,

    /// <summary>Gemini's prompt by modality.</summary>
    PromptList,

    /// <summary>Gemini's answer by modality.</summary>
    AnswerList,

    /// <summary>What Gemini read from its cache by modality.</summary>
    CachedList,

    /// <summary>What Gemini's hosted tools fed it by modality.</summary>
    ToolsList,
}
