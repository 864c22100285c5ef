using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Reads an error of Anthropic's, <c>{"type":"error","error":{"type","message"}}</c>: as an answer's body, or as an event of a stream.</summary>
internal static class AnthropicErrorReader
{
    private const int MostOfMessage = 2048;

    public static ProviderError? Read(int status, JsonElement root)
    {
        var error = root.Member("error");
        if (error.ValueKind != JsonValueKind.Object) return null;
        var (type, message) = (WordOf(error, "type"), WordOf(error, "message"));
        if (type is null && message is null) return null;
        return new(KindOf(type, status, message ?? ""), message ?? type!) { Code = type };
    }

    private static string? WordOf(JsonElement error, string name) =>
        error.Member(name) is { ValueKind: JsonValueKind.String } member && member.GetString() is { Length: > 0 } word
            ? word.Length <= MostOfMessage ? word : word[..MostOfMessage]
            : null;

    private static ErrorKind KindOf(string? type, int status, string message) => type switch
    {
        "invalid_request_error" => KindOf(message),
        "authentication_error" => ErrorKind.Authentication,
        "permission_error" or "billing_error" => ErrorKind.Permission,
        "not_found_error" => ErrorKind.NotFound,
        "request_too_large" => ErrorKind.TooLarge,
        "rate_limit_error" => ErrorKind.RateLimit,
        "overloaded_error" => ErrorKind.Overloaded,
        "timeout_error" => ErrorKind.Timeout,
        "api_error" => ErrorKind.Server,
        _ => KindOf(status, message),
    };

    private static ErrorKind KindOf(int status, string message) => status switch
    {
        400 or 422 => KindOf(message),
        401 => ErrorKind.Authentication,
        402 or 403 => ErrorKind.Permission,
        404 => ErrorKind.NotFound,
        408 or 504 => ErrorKind.Timeout,
        413 => ErrorKind.TooLarge,
        429 => ErrorKind.RateLimit,
        503 or 529 => ErrorKind.Overloaded,
        _ => ErrorKind.Server,
    };

    /// <summary>What has no type of its own is told by the sentence alone.</summary>
    private static ErrorKind KindOf(string message)
    {
        if (Says("prompt is too long") || Says("exceed context limit") || Says("context window")) return ErrorKind.ContextLength;
        return Says("content filtering policy") ? ErrorKind.ContentPolicy : ErrorKind.InvalidRequest;
        bool Says(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
