using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Reads the errors of OpenAI and of those who speak like it, who all shape them a little differently.</summary>
internal static class OpenAiErrorReader
{
    private const int MostMessage = 2000;

    /// <summary>The error; null where the body is none. A status of 0 is an error within a stream.</summary>
    public static ProviderError? Read(int status, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return null;
        var error = root.Member("error");
        var body = error.ValueKind == JsonValueKind.Object ? error : root;
        if (MessageOf(body, error, root) is not { } message) return null;
        var (code, type) = (WordOf(body.Member("code")), WordOf(body.Member("type")));
        if (status == 0 && int.TryParse(code, out var number) && number is >= 400 and < 600) status = number;
        return new(KindOf(status, code, type, message), message.Length <= MostMessage ? message : message[..MostMessage])
        {
            Code = code ?? type,
            Param = ChatAnswerReader.Word(body.Member("param")),
        };
    }

    /// <summary><c>{"error":{"message"}}</c>, <c>{"error":"..."}</c>, <c>{"message"}</c>, <c>{"detail":"..."}</c> or FastAPI's <c>{"detail":[{"msg"}]}</c>.</summary>
    private static string? MessageOf(JsonElement body, JsonElement error, JsonElement root)
    {
        if (error.ValueKind == JsonValueKind.String) return error.GetString();
        var detail = root.Member("detail");
        if (detail.ValueKind == JsonValueKind.Array && detail.GetArrayLength() > 0) detail = detail[0].Member("msg");
        var message = body.Member("message");
        if (message.ValueKind == JsonValueKind.Object) return message.GetRawText();
        if (message.ValueKind == JsonValueKind.String) return message.GetString();
        if (detail.ValueKind == JsonValueKind.String) return detail.GetString();
        return error.ValueKind == JsonValueKind.Object ? "The provider did not say what went wrong." : null;
    }

    private static string? WordOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number ? element.GetRawText() : ChatAnswerReader.Word(element) is { Length: <= 128 } word ? word : null;

    private static ErrorKind KindOf(int status, string? code, string? type, string message)
    {
        var kind = KindOf(code) ?? KindOf(type);
        if (kind is null or ErrorKind.InvalidRequest && IsContextLength(message)) return ErrorKind.ContextLength;
        return kind is { } told && (told != ErrorKind.InvalidRequest || status is 0 or 400) ? told : KindOf(status);
    }

    private static ErrorKind? KindOf(string? word) => word switch
    {
        "context_length_exceeded" or "model_max_prompt_tokens_exceeded" => ErrorKind.ContextLength,
        "content_filter" or "content_policy_violation" or "ResponsibleAIPolicyViolation" or "content_filter_error" => ErrorKind.ContentPolicy,
        "invalid_api_key" or "authentication_error" or "unauthorized" => ErrorKind.Authentication,
        "permission_error" or "permission_denied" or "unsupported_country_region_territory" => ErrorKind.Permission,
        "model_not_found" or "not_found_error" or "DeploymentNotFound" or "invalid_model" => ErrorKind.NotFound,
        "rate_limit_exceeded" or "rate_limit_error" or "insufficient_quota" or "requests" or "tokens" => ErrorKind.RateLimit,
        "overloaded_error" or "server_overloaded" or "engine_overloaded_error" or "service_unavailable" => ErrorKind.Overloaded,
        "timeout" or "timeout_error" => ErrorKind.Timeout,
        "server_error" or "internal_server_error" or "api_error" => ErrorKind.Server,
        "invalid_request_error" or "invalid_prompt" or "BadRequestError" => ErrorKind.InvalidRequest,
        _ => null,
    };

    /// <summary>Many servers have no word for it, but a sentence.</summary>
    private static bool IsContextLength(string message) =>
        message.Contains("maximum context length", StringComparison.OrdinalIgnoreCase) || message.Contains("context window", StringComparison.OrdinalIgnoreCase)
        || message.Contains("too large for model with", StringComparison.OrdinalIgnoreCase);

    private static ErrorKind KindOf(int status) => status == 402 ? ErrorKind.RateLimit : ErrorStatuses.KindOf(status);
}
