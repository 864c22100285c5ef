namespace AiGateway.Sidecar.Calls;

/// <summary>What kind of error it is, in no dialect's words: ours and the providers' alike. Each dialect has a word for each.</summary>
internal enum ErrorKind
{
    /// <summary>400.</summary>
    InvalidRequest,

    /// <summary>400: the request is longer than the model's context.</summary>
    ContextLength,

    /// <summary>400: the provider's filter refused it.</summary>
    ContentPolicy,

    /// <summary>401.</summary>
    Authentication,

    /// <summary>403.</summary>
    Permission,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>413.</summary>
    TooLarge,

    /// <summary>429.</summary>
    RateLimit,

    /// <summary>503 or 529: too busy to take it.</summary>
    Overloaded,

    /// <summary>504 or 408.</summary>
    Timeout,

    /// <summary>500, 502, and whatever else.</summary>
    Server,
}
