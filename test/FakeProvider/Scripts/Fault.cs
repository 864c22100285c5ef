namespace AiGateway.Fakes.Scripts;

/// <summary>An error in no dialect's words. A status of 0 is the dialect's own for that kind.</summary>
internal sealed record Fault(FaultKind Kind, string Message = "", string? Param = null, int Status = 0, int RetryAfter = 0)
{
    public static Fault Scripted(int status, int retryAfter) => new(status switch
    {
        400 or 422 => FaultKind.Invalid,
        401 => FaultKind.WrongKey,
        403 => FaultKind.Permission,
        404 => FaultKind.UnknownModel,
        413 => FaultKind.TooLarge,
        429 => FaultKind.RateLimit,
        503 or 529 => FaultKind.Overloaded,
        _ => FaultKind.Server,
    }, Status: status, RetryAfter: status == 429 && retryAfter == 0 ? 7 : retryAfter);

    public int StatusOr(int otherwise) => Status > 0 ? Status : otherwise;
}
