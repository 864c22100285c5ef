using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Refusals as clients of tool servers read them: JSON-RPC errors, or the result of a tool that says it failed. Most come with status 200, because a bare 400, 404 or 405 makes a client
/// try another era; where the revision itself names a status, that one is kept. Arguments are never told.
/// </summary>
internal static class McpErrors
{
    /// <summary>The member of a result's <c>_meta</c> that says by a word why a call was denied.</summary>
    public const string RefusalMeta = "aigateway.dev/refusal";

    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int MethodNotFound = -32601;
    private const int InvalidParams = -32602;
    private const int InternalError = -32603;
    private const int HeaderMismatch = -32020;
    private const int MissingCapability = -32021;
    private const int UnsupportedVersion = -32022;

    /// <summary>An answer's status and body, which is empty where a notification is swallowed.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="to">Whom it goes to.</param>
    /// <param name="status">The status that says the same outside of MCP.</param>
    public static (int Status, byte[] Body) Answer(Refusal refusal, McpReplyTo to, int status)
    {
        if (IsSwallowed(refusal, to)) return (StatusCodes.Status202Accepted, []);
        status = StatusOf(refusal.Reason, to, status);
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes))
        {
            if (to is { IsBatch: true, Ids.IsEmpty: false }) json.WriteStartArray();
            if (to.Ids.IsEmpty) Write(json, refusal, to, default);
            foreach (var id in to.Ids) Write(json, refusal, to, id);
            if (to is { IsBatch: true, Ids.IsEmpty: false }) json.WriteEndArray();
        }

        return (status, bytes.WrittenSpan.ToArray());
    }

    /// <summary>The events that end a stream which answers these requests; none for a stream that answers no request.</summary>
    public static byte[] Events(Refusal refusal, McpReplyTo to)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        foreach (var id in to.Ids)
        {
            bytes.Write("event: message\ndata: "u8);
            bytes.Write(Message(refusal, to, id));
            bytes.Write("\n\n"u8);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The one message that answers this request.</summary>
    public static byte[] Message(Refusal refusal, McpReplyTo to, ReadOnlyMemory<byte> id)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes)) Write(json, refusal, to, id);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The body of a refusal before anything of the request was read.</summary>
    public static byte[] Body(int code, string reason, string message)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WriteNull("id");
            json.WriteStartObject("error");
            json.WriteNumber("code", code);
            json.WriteString("message", message);
            json.WriteStartObject("data");
            json.WriteString("reason", reason);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The JSON-RPC code: the specification's where it has one, else the HTTP status that says it, which lies outside of all that is reserved.</summary>
    public static int CodeOf(RefusalReason reason) => reason switch
    {
        RefusalReason.InvalidJson => ParseError,
        RefusalReason.DuplicateName or RefusalReason.InvalidMessage => InvalidRequest,
        RefusalReason.InvalidField or RefusalReason.TaskUnknown => InvalidParams,
        RefusalReason.UnknownMethod => MethodNotFound,
        RefusalReason.HeaderMismatch => HeaderMismatch,
        RefusalReason.UnsupportedVersion => UnsupportedVersion,
        RefusalReason.MissingCapability => MissingCapability,
        RefusalReason.Internal => InternalError,
        RefusalReason.NotServed or RefusalReason.Untranslatable or RefusalReason.BodyBroken or RefusalReason.GuardDenied => 400,
        RefusalReason.NoSuchPath or RefusalReason.ModelNotFound => 404,
        RefusalReason.MethodNotAllowed => 405,
        RefusalReason.BodyTooSlow => 408,
        RefusalReason.BodyTooLarge => 413,
        RefusalReason.WrongContentType => 415,
        RefusalReason.WrongHost => 421,
        RefusalReason.BytesExhausted or RefusalReason.TooManyCalls or RefusalReason.LimitReached or RefusalReason.ProviderLimited => 429,
        RefusalReason.ProviderUnauthorized or RefusalReason.ProviderFailed or RefusalReason.StreamBroken => 502,
        RefusalReason.ServerRedirected or RefusalReason.ServerAnswerInvalid => 502,
        RefusalReason.NotReady or RefusalReason.NoTarget or RefusalReason.GuardFailed => 503,
        RefusalReason.ProviderTimeout => 504,
        _ => 403,
    };

    /// <summary>A notification is not answered (JSON-RPC 2.0, section 4.1): what a policy denies of it, or an old client's revision does not have, just does not go on.</summary>
    private static bool IsSwallowed(Refusal refusal, McpReplyTo to) =>
        to.IsNotice && (refusal.Decision is not null || refusal.Reason is RefusalReason.GuardDenied or RefusalReason.GuardFailed || (refusal.Reason == RefusalReason.UnknownMethod && to.Era == McpEra.Legacy));

    private static int StatusOf(RefusalReason reason, McpReplyTo to, int status) => reason switch
    {
        RefusalReason.InvalidJson or RefusalReason.DuplicateName or RefusalReason.InvalidMessage => status,
        RefusalReason.HeaderMismatch or RefusalReason.UnsupportedVersion or RefusalReason.MissingCapability => status,
        RefusalReason.UnknownMethod or RefusalReason.InvalidField when to.Era == McpEra.Modern => status,
        _ => to.Ids.IsEmpty || to.IsReadElsewhere ? status : StatusCodes.Status200OK,
    };

    private static void Write(Utf8JsonWriter json, Refusal refusal, McpReplyTo to, ReadOnlyMemory<byte> id)
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WritePropertyName("id");
        if (id.IsEmpty) json.WriteNullValue();
        else json.WriteRawValue(id.Span, skipInputValidation: true);
        if (!id.IsEmpty && IsToolResult(refusal, to)) WriteResult(json, refusal, to.Era);
        else WriteError(json, refusal, to.Era);
        json.WriteEndObject();
    }

    /// <summary>The model reads a tool's result and can go another way; an error ends its turn in many clients.</summary>
    private static bool IsToolResult(Refusal refusal, McpReplyTo to) =>
        to.IsToolCall && !to.IsReadElsewhere && refusal.Decision?.DenyAsError != true && (refusal.Decision is not null || IsForModels(refusal.Reason));

    private static bool IsForModels(RefusalReason reason) => reason is RefusalReason.ToolNotApproved or RefusalReason.LimitReached or RefusalReason.GuardDenied or RefusalReason.GuardFailed or RefusalReason.LoopWarned
        or (>= RefusalReason.ApprovalPending and <= RefusalReason.ApprovalUnavailable);

    private static void WriteResult(Utf8JsonWriter json, Refusal refusal, McpEra era)
    {
        json.WriteStartObject("result");
        if (era == McpEra.Modern) json.WriteString("resultType", "complete");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", refusal.Message);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("isError", true);
        json.WriteStartObject("_meta");
        json.WritePropertyName(RefusalMeta);
        WriteData(json, refusal, era);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, Refusal refusal, McpEra era)
    {
        json.WriteStartObject("error");
        json.WriteNumber("code", CodeOf(refusal.Reason));
        json.WriteString("message", refusal.Message);
        json.WritePropertyName("data");
        WriteData(json, refusal, era);
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, Refusal refusal, McpEra era)
    {
        json.WriteStartObject();
        json.WriteString("reason", CallWords.Of(refusal.Reason));
        if (refusal.Decision is { } decision)
        {
            json.WriteString("policy", decision.Policy);
            json.WriteString("rule", decision.Rule);
        }

        if (refusal.Approval is { } approval) WriteApproval(json, refusal.Reason, approval);
        if (refusal.Limit is { } hit) WriteLimit(json, hit);
        if (refusal.Reason == RefusalReason.UnsupportedVersion) WriteVersions(json, refusal.Param!, era);
        if (refusal.Reason == RefusalReason.MissingCapability) WriteTasksExtension(json);
        json.WriteEndObject();
    }

    /// <summary>Which question waits, so that a client need not read the sentence.</summary>
    private static void WriteApproval(Utf8JsonWriter json, RefusalReason reason, ApprovalNote approval)
    {
        json.WriteStartObject("approval");
        json.WriteString("id", approval.Id);
        if (approval.Request is { } request) json.WriteString("request", request);
        json.WriteString("expiresAt", approval.ExpiresAt);
        json.WriteBoolean("retry", reason == RefusalReason.ApprovalPending);
        json.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter json, LimitHit hit)
    {
        json.WriteString("limit", hit.Limit);
        if (hit.RetryAfter is { } wait) json.WriteNumber("retryAfterSeconds", LimitHeaders.SecondsOf(wait));
        if (hit.ResetsAt is { } resets) json.WriteString("resetsAt", resets);
    }

    /// <summary>The only capability that the gateway itself asks for, in the shape of a client's own declaration.</summary>
    private static void WriteTasksExtension(Utf8JsonWriter json)
    {
        json.WriteStartObject("requiredCapabilities");
        json.WriteStartObject("extensions");
        json.WriteStartObject("io.modelcontextprotocol/tasks");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A client that speaks the modern way can only go on with a modern revision (MCP 2026-07-28, versioning).</summary>
    private static void WriteVersions(Utf8JsonWriter json, string requested, McpEra era)
    {
        json.WriteStartArray("supported");
        foreach (var version in era == McpEra.Modern ? McpVersions.Modern : McpVersions.All) json.WriteStringValue(version);
        json.WriteEndArray();
        json.WriteString("requested", requested);
    }
}
