namespace AiGateway.Fakes.Scripts;

/// <summary>What is wrong with a request or with the provider; each dialect has its own status, words and headers for it.</summary>
internal enum FaultKind
{
    Invalid,
    UnknownMember,
    ContextLength,
    ContentFilter,
    NoKey,
    WrongKey,
    Permission,
    UnknownModel,
    UnknownPath,
    TooLarge,
    RateLimit,
    Overloaded,
    Server,
}
