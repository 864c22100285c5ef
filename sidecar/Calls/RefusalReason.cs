namespace AiGateway.Sidecar.Calls;

/// <summary>Every way in which a call can be refused: the closed set that the refusal table answers from.</summary>
internal enum RefusalReason
{
    NotReady,
    NoSuchPath,
    MethodNotAllowed,
    WrongContentType,
    BodyTooLarge,
    BodyTooSlow,
    BodyBroken,
    InvalidJson,
    DuplicateName,
    InvalidField,
    NoPolicy,
    Suspended,
    PolicyUnfit,
    ModelDenied,
    ModelNotAllowed,
    ModelNotFound,
    NoTarget,
    BytesExhausted,
    TooManyCalls,
    ProviderLimited,
    ProviderUnauthorized,
    ProviderFailed,
    ProviderTimeout,
    StreamBroken,
    Internal,
}
