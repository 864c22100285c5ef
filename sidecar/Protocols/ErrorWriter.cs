using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Writes errors in each dialect's own shape and words, so that its clients raise their own classes: as a whole body, or as the last event of a stream.
/// </summary>
internal static class ErrorWriter
{
    /// <summary>AWS clients read the error's type from this header.</summary>
    public const string BedrockTypeHeader = "x-amzn-ErrorType";

    /// <summary>An answer's whole body.</summary>
    public static byte[] Body(Dialect dialect, in ErrorText error)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes)) Write(json, dialect, error);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The last event of a stream that ends in an error.</summary>
    public static byte[] Event(WireFormat format, in ErrorText error)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        if (format == WireFormat.BedrockConverse)
        {
            EventStreamWriter.Write(bytes, BedrockException(error.Kind), Body(Dialect.Bedrock, error), isException: true);
            return bytes.WrittenSpan.ToArray();
        }

        bytes.Write(format is WireFormat.AnthropicMessages or WireFormat.OpenAiResponses ? "event: error\ndata: "u8 : "data: "u8);
        using (var json = new Utf8JsonWriter(bytes)) WriteEvent(json, format, error);
        bytes.Write("\n\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteEvent(Utf8JsonWriter json, WireFormat format, in ErrorText error)
    {
        if (format == WireFormat.OpenAiResponses)
        {
            json.WriteStartObject();
            json.WriteString("type", "error");
            WriteOpenAiMembers(json, error, withType: false);
            json.WriteEndObject();
            return;
        }

        Write(json, format switch { WireFormat.AnthropicMessages => Dialect.Anthropic, WireFormat.GeminiContent => Dialect.Gemini, _ => Dialect.OpenAi }, error);
    }

    private static void Write(Utf8JsonWriter json, Dialect dialect, in ErrorText error)
    {
        json.WriteStartObject();
        switch (dialect)
        {
            case Dialect.Anthropic:
                json.WriteString("type", "error");
                json.WriteStartObject("error");
                json.WriteString("type", AnthropicType(error.Kind));
                json.WriteString("message", Coded(error));
                json.WriteEndObject();
                break;
            case Dialect.Gemini:
                json.WriteStartObject("error");
                json.WriteNumber("code", error.Status);
                json.WriteString("message", Coded(error));
                json.WriteString("status", GeminiStatus(error.Kind));
                json.WriteEndObject();
                break;
            case Dialect.Bedrock:
                json.WriteString("message", Coded(error));
                break;
            default:
                json.WriteStartObject("error");
                WriteOpenAiMembers(json, error, withType: true);
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteOpenAiMembers(Utf8JsonWriter json, in ErrorText error, bool withType)
    {
        json.WriteString("message", error.Message);
        if (withType) json.WriteString("type", OpenAiType(error.Kind));
        json.WriteString("param", error.Param);
        json.WriteString("code", error.Code);
    }

    /// <summary>Dialects without a place for a code carry it in the sentence, where whoever reads it can look it up.</summary>
    private static string Coded(in ErrorText error) => $"{error.Message} ({error.Code})";

    private static string OpenAiType(ErrorKind kind) => kind switch
    {
        ErrorKind.RateLimit => "requests",
        ErrorKind.Overloaded or ErrorKind.Timeout or ErrorKind.Server => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>Anthropic, API errors.</summary>
    private static string AnthropicType(ErrorKind kind) => kind switch
    {
        ErrorKind.Authentication => "authentication_error",
        ErrorKind.Permission => "permission_error",
        ErrorKind.NotFound => "not_found_error",
        ErrorKind.TooLarge => "request_too_large",
        ErrorKind.RateLimit => "rate_limit_error",
        ErrorKind.Overloaded => "overloaded_error",
        ErrorKind.Timeout => "timeout_error",
        ErrorKind.Server => "api_error",
        _ => "invalid_request_error",
    };

    /// <summary>google.rpc.Code.</summary>
    private static string GeminiStatus(ErrorKind kind) => kind switch
    {
        ErrorKind.Authentication => "UNAUTHENTICATED",
        ErrorKind.Permission => "PERMISSION_DENIED",
        ErrorKind.NotFound => "NOT_FOUND",
        ErrorKind.RateLimit => "RESOURCE_EXHAUSTED",
        ErrorKind.Overloaded => "UNAVAILABLE",
        ErrorKind.Timeout => "DEADLINE_EXCEEDED",
        ErrorKind.Server => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };

    /// <summary>The type in the header of a whole answer (Amazon Bedrock, Converse errors).</summary>
    public static string BedrockType(ErrorKind kind) => kind switch
    {
        ErrorKind.Authentication or ErrorKind.Permission => "AccessDeniedException",
        ErrorKind.NotFound => "ResourceNotFoundException",
        ErrorKind.RateLimit => "ThrottlingException",
        ErrorKind.Overloaded => "ServiceUnavailableException",
        ErrorKind.Timeout => "ModelTimeoutException",
        ErrorKind.Server => "InternalServerException",
        _ => "ValidationException",
    };

    /// <summary>In a stream the type is spelled as the member of the event union.</summary>
    public static string BedrockException(ErrorKind kind)
    {
        var type = kind is ErrorKind.Server or ErrorKind.Timeout ? "ModelStreamErrorException" : BedrockType(kind);
        return char.ToLowerInvariant(type[0]) + type[1..];
    }
}
