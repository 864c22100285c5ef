using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Cohere;

/// <summary>Reads an error of Cohere's, <c>{"message":"..."}</c>: the status alone tells its kind.</summary>
internal static class CohereErrorReader
{
    private const int MostOfMessage = 2048;

    public static ProviderError? Read(int status, JsonElement root) =>
        MessageOf(root.Member("message")) is { } message ? new(KindOf(status, message), message) : null;

    /// <summary>An answer that breaks off in mid-stream.</summary>
    public static ProviderError InStream(string reason, JsonElement error) =>
        new(reason == "TIMEOUT" ? ErrorKind.Timeout : ErrorKind.Server, MessageOf(error) ?? "The provider broke the answer off.") { Code = reason };

    private static string? MessageOf(JsonElement message) =>
        CohereAnswerReader.WordOf(message) is not { } text ? null : text.Length <= MostOfMessage ? text : text[..MostOfMessage];

    /// <summary>498 is a word on the provider's list of forbidden ones.</summary>
    private static ErrorKind KindOf(int status, string message) => status switch
    {
        400 or 422 when message.Contains("too many tokens", StringComparison.OrdinalIgnoreCase) => ErrorKind.ContextLength,
        400 or 422 => ErrorKind.InvalidRequest,
        401 => ErrorKind.Authentication,
        402 or 403 => ErrorKind.Permission,
        404 => ErrorKind.NotFound,
        408 or 504 => ErrorKind.Timeout,
        413 => ErrorKind.TooLarge,
        429 => ErrorKind.RateLimit,
        498 => ErrorKind.ContentPolicy,
        503 => ErrorKind.Overloaded,
        _ => ErrorKind.Server,
    };
}
