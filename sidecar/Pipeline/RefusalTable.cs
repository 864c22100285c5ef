using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>
/// The one place that turns a refusal into what the agent reads: status, error type in the dialect's own words, when to come back. Statuses
/// are those from which the dialect's clients make their own error classes.
/// </summary>
internal static class RefusalTable
{
    /// <summary>The status of a refusal.</summary>
    public static int StatusOf(RefusalReason reason) => RowOf(reason).Status;

    /// <summary>The error event that ends a stream of this call; of a tool server's, one for each request that it answers.</summary>
    public static byte[] EventOf(Refusal refusal, Call call) =>
        call.Mcp is { } request ? McpErrors.Events(refusal, McpReplyTo.Of(request)) : ErrorWriter.Event(call.Format, TextOf(refusal, RowOf(refusal.Reason)));

    /// <summary>Answers with the refusal in the caller's dialect; nothing may have been written before.</summary>
    public static async Task WriteAsync(HttpContext http, Refusal refusal, Call? call)
    {
        var row = RowOf(refusal.Reason);
        var dialect = call?.Dialect ?? CallPaths.DialectOf(http.Request.Path);
        var (status, body) = dialect == Dialect.Mcp ? McpErrors.Answer(refusal, ReplyTo(refusal, call), row.Status) : (row.Status, ErrorWriter.Body(dialect, TextOf(refusal, row)));
        var response = http.Response;
        response.Clear();
        response.StatusCode = status;
        if (body.Length > 0) response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (dialect == Dialect.Bedrock) response.Headers[ErrorWriter.BedrockTypeHeader] = ErrorWriter.BedrockType(row.Kind);
        if (row.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds;
        if (refusal.Limit is { } hit) LimitHeaders.Write(response.Headers, dialect, hit);
        if (row.LeavesBodyUnread && HttpProtocol.IsHttp11(http.Request.Protocol)) response.Headers.Connection = "close";
        if (refusal.Reason == RefusalReason.MethodNotAllowed) response.Headers.Allow = refusal.Param;
        await response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static McpReplyTo ReplyTo(Refusal refusal, Call? call) => refusal.ReplyTo ?? (call?.Mcp is { } request ? McpReplyTo.Of(request) : McpReplyTo.Nobody);

    private static ErrorText TextOf(Refusal refusal, in Row row) =>
        new(row.Kind, row.Status, CallWords.Of(refusal.Reason), refusal.Message) { Param = refusal.Param };

    private static Row RowOf(RefusalReason reason) => reason switch
    {
        RefusalReason.NotReady => new(503, ErrorKind.Overloaded) { RetryAfterSeconds = "1", LeavesBodyUnread = true },
        RefusalReason.NoSuchPath => new(404, ErrorKind.NotFound) { LeavesBodyUnread = true },
        RefusalReason.WrongHost => new(421, ErrorKind.InvalidRequest) { LeavesBodyUnread = true },
        RefusalReason.MethodNotAllowed => new(405, ErrorKind.InvalidRequest) { LeavesBodyUnread = true },
        RefusalReason.WrongContentType => new(415, ErrorKind.InvalidRequest) { LeavesBodyUnread = true },
        RefusalReason.BodyTooLarge => new(413, ErrorKind.TooLarge) { LeavesBodyUnread = true },
        RefusalReason.BodyTooSlow => new(408, ErrorKind.InvalidRequest) { LeavesBodyUnread = true },
        RefusalReason.BodyBroken => new(400, ErrorKind.InvalidRequest) { LeavesBodyUnread = true },
        RefusalReason.InvalidJson or RefusalReason.DuplicateName or RefusalReason.InvalidField => new(400, ErrorKind.InvalidRequest),
        RefusalReason.NotServed or RefusalReason.Untranslatable => new(400, ErrorKind.InvalidRequest),
        RefusalReason.NoPolicy or RefusalReason.Suspended or RefusalReason.Quarantined or RefusalReason.PolicyUnfit => new(403, ErrorKind.Permission),
        RefusalReason.ModelDenied or RefusalReason.ModelNotAllowed => new(403, ErrorKind.Permission),
        RefusalReason.HostedToolDenied or RefusalReason.HostedToolNotAllowed => new(403, ErrorKind.Permission),
        RefusalReason.EndpointDenied or RefusalReason.EndpointNotAllowed => new(403, ErrorKind.Permission) { LeavesBodyUnread = true },
        RefusalReason.McpServerNotAllowed or RefusalReason.ClientRequestNotAllowed or RefusalReason.WrongOrigin => new(403, ErrorKind.Permission),
        RefusalReason.ToolDenied or RefusalReason.ToolNotAllowed or RefusalReason.ToolConditionNotMet or RefusalReason.ToolNotApproved => new(403, ErrorKind.Permission),
        RefusalReason.ApprovalPending => new(403, ErrorKind.Permission) { RetryAfterSeconds = "10" },
        RefusalReason.ApprovalDenied or RefusalReason.ApprovalExpired or RefusalReason.ApprovalUnavailable => new(403, ErrorKind.Permission),
        RefusalReason.ResourceDenied or RefusalReason.ResourceNotAllowed or RefusalReason.PromptDenied or RefusalReason.PromptNotAllowed => new(403, ErrorKind.Permission),
        RefusalReason.TaskUnknown or RefusalReason.NothingAsked => new(403, ErrorKind.Permission),
        RefusalReason.InvalidMessage or RefusalReason.HeaderMismatch or RefusalReason.UnsupportedVersion or RefusalReason.MissingCapability => new(400, ErrorKind.InvalidRequest),
        RefusalReason.UnknownMethod => new(404, ErrorKind.NotFound),
        RefusalReason.LimitReached => new(429, ErrorKind.RateLimit),
        RefusalReason.PriceUnknown => new(403, ErrorKind.Permission),
        RefusalReason.GuardDenied => new(400, ErrorKind.ContentPolicy),
        RefusalReason.LoopWarned or RefusalReason.LoopStopped => new(403, ErrorKind.Permission),
        RefusalReason.GuardFailed => new(503, ErrorKind.Overloaded) { RetryAfterSeconds = "5" },
        RefusalReason.ModelNotFound => new(404, ErrorKind.NotFound),
        RefusalReason.NoTarget => new(503, ErrorKind.Overloaded) { RetryAfterSeconds = "5" },
        RefusalReason.BytesExhausted => new(429, ErrorKind.RateLimit) { RetryAfterSeconds = "1", LeavesBodyUnread = true },
        RefusalReason.TooManyCalls => new(429, ErrorKind.RateLimit) { RetryAfterSeconds = "1" },
        RefusalReason.ProviderLimited => new(429, ErrorKind.RateLimit) { RetryAfterSeconds = "5" },
        RefusalReason.ProviderUnauthorized or RefusalReason.ProviderFailed or RefusalReason.StreamBroken => new(502, ErrorKind.Server),
        RefusalReason.ServerRedirected or RefusalReason.ServerAnswerInvalid => new(502, ErrorKind.Server),
        RefusalReason.ProviderTimeout => new(504, ErrorKind.Timeout),
        _ => new(500, ErrorKind.Server),
    };

    private readonly record struct Row(int Status, ErrorKind Kind)
    {
        public string? RetryAfterSeconds { get; init; }

        /// <summary>The rest of the body is not worth reading: the connection ends with the answer.</summary>
        public bool LeavesBodyUnread { get; init; }
    }
}
