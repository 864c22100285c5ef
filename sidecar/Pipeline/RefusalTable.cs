using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>
/// The one place that turns a refusal into what the agent reads: status, error type in the dialect's own words, when to come back. Statuses
/// are those from which the dialect's clients make their own error classes.
/// </summary>
internal static class RefusalTable
{
    private const string Invalid = "invalid_request_error";
    private const string Limit = "requests";
    private const string Server = "server_error";

    /// <summary>The status of a refusal.</summary>
    public static int StatusOf(RefusalReason reason) => RowOf(reason).Status;

    /// <summary>The error event that ends a stream.</summary>
    public static byte[] EventOf(Refusal refusal) =>
        OpenAiErrors.Event(RowOf(refusal.Reason).Type, CallWords.Of(refusal.Reason), refusal.Message);

    /// <summary>Answers with the refusal; nothing may have been written before.</summary>
    public static async Task WriteAsync(HttpContext http, Refusal refusal)
    {
        var row = RowOf(refusal.Reason);
        var body = OpenAiErrors.Body(row.Type, CallWords.Of(refusal.Reason), refusal.Message, refusal.Param);
        var response = http.Response;
        response.Clear();
        response.StatusCode = row.Status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (row.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds;
        if (row.LeavesBodyUnread && HttpProtocol.IsHttp11(http.Request.Protocol)) response.Headers.Connection = "close";
        if (refusal.Reason == RefusalReason.MethodNotAllowed) response.Headers.Allow = refusal.Param;
        await response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static Row RowOf(RefusalReason reason) => reason switch
    {
        RefusalReason.NotReady => new(503, Server) { RetryAfterSeconds = "1", LeavesBodyUnread = true },
        RefusalReason.NoSuchPath => new(404, Invalid) { LeavesBodyUnread = true },
        RefusalReason.MethodNotAllowed => new(405, Invalid) { LeavesBodyUnread = true },
        RefusalReason.WrongContentType => new(415, Invalid) { LeavesBodyUnread = true },
        RefusalReason.BodyTooLarge => new(413, Invalid) { LeavesBodyUnread = true },
        RefusalReason.BodyTooSlow => new(408, Invalid) { LeavesBodyUnread = true },
        RefusalReason.BodyBroken => new(400, Invalid) { LeavesBodyUnread = true },
        RefusalReason.InvalidJson or RefusalReason.DuplicateName or RefusalReason.InvalidField => new(400, Invalid),
        RefusalReason.NoPolicy or RefusalReason.Suspended or RefusalReason.PolicyUnfit => new(403, Invalid),
        RefusalReason.ModelDenied or RefusalReason.ModelNotAllowed => new(403, Invalid),
        RefusalReason.HostedToolDenied or RefusalReason.HostedToolNotAllowed => new(403, Invalid),
        RefusalReason.EndpointDenied or RefusalReason.EndpointNotAllowed => new(403, Invalid) { LeavesBodyUnread = true },
        RefusalReason.ModelNotFound => new(404, Invalid),
        RefusalReason.NoTarget => new(503, Server) { RetryAfterSeconds = "5" },
        RefusalReason.BytesExhausted => new(429, Limit) { RetryAfterSeconds = "1", LeavesBodyUnread = true },
        RefusalReason.TooManyCalls => new(429, Limit) { RetryAfterSeconds = "1" },
        RefusalReason.ProviderLimited => new(429, Limit) { RetryAfterSeconds = "5" },
        RefusalReason.ProviderUnauthorized or RefusalReason.ProviderFailed or RefusalReason.StreamBroken => new(502, Server),
        RefusalReason.ProviderTimeout => new(504, Server),
        _ => new(500, Server),
    };

    private readonly record struct Row(int Status, string Type)
    {
        public string? RetryAfterSeconds { get; init; }

        /// <summary>The rest of the body is not worth reading: the connection ends with the answer.</summary>
        public bool LeavesBodyUnread { get; init; }
    }
}
