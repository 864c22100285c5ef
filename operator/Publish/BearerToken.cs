using Microsoft.Net.Http.Headers;

namespace AiGateway.Operator.Publish;

/// <summary>Reads the bearer token of a request and has it verified; the token itself goes nowhere else.</summary>
internal static partial class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Whose token it is, or null and the status to answer with.</summary>
    public static async Task<(TokenIdentity? Identity, int Refusal)> IdentifyAsync(HttpContext http, TokenCheck check, ILogger logger)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol)) return (null, StatusCodes.Status426UpgradeRequired);

        var header = http.Request.Headers[HeaderNames.Authorization].ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return (null, StatusCodes.Status401Unauthorized);

        try
        {
            return (await check(header[Scheme.Length..].Trim(), http.RequestAborted), StatusCodes.Status401Unauthorized);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.CheckFailed(logger, exception.GetType().Name);
            return (null, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(210, LogLevel.Warning, "A token could not be checked: {Why}")]
        public static partial void CheckFailed(ILogger logger, string why);
    }
}
