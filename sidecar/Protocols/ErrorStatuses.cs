using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>What a status alone says of an error (RFC 9110, RFC 6585; 529 is Anthropic's for overload), where no word of the provider says more. Dialects that differ name their own before.</summary>
internal static class ErrorStatuses
{
    public static ErrorKind KindOf(int status) => status switch
    {
        401 => ErrorKind.Authentication,
        403 => ErrorKind.Permission,
        404 => ErrorKind.NotFound,
        408 or 504 => ErrorKind.Timeout,
        413 => ErrorKind.TooLarge,
        429 => ErrorKind.RateLimit,
        503 or 529 => ErrorKind.Overloaded,
        >= 400 and < 500 => ErrorKind.InvalidRequest,
        _ => ErrorKind.Server,
    };
}
