using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Writes what went wrong within a stream, in OpenAI's words.</summary>
internal static class OpenAiErrorWriter
{
    /// <summary><c>{"error":{...}}</c>.</summary>
    public static void Write(ProviderError error, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", TypeOf(error.Kind));
        json.WriteString("param", error.Param);
        json.WriteString("code", CodeOf(error));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The code that clients look for; else the provider's own word.</summary>
    public static string CodeOf(ProviderError error) => error.Kind switch
    {
        ErrorKind.ContextLength => "context_length_exceeded",
        ErrorKind.ContentPolicy => "content_filter",
        ErrorKind.RateLimit => error.Code == "insufficient_quota" ? error.Code : "rate_limit_exceeded",
        ErrorKind.Overloaded or ErrorKind.Timeout or ErrorKind.Server => error.Code ?? "server_error",
        _ => error.Code ?? "invalid_request_error",
    };

    private static string TypeOf(ErrorKind kind) => kind switch
    {
        ErrorKind.RateLimit => "requests",
        ErrorKind.Overloaded or ErrorKind.Timeout or ErrorKind.Server => "server_error",
        _ => "invalid_request_error",
    };
}
