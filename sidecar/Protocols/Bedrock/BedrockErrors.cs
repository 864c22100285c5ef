using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// Bedrock's errors: a type, which stands in the header <c>x-amzn-ErrorType</c>, in a member <c>__type</c> of some, or is a message's name in a stream; and a sentence.
/// </summary>
internal static class BedrockErrors
{
    private const int MostCharacters = 2048;

    /// <summary>The kind of a type, which may have a namespace before it and an address behind: <c>com.amazon.coral#ThrottlingException:http://...</c>.</summary>
    public static ErrorKind KindOf(string errorType)
    {
        var name = errorType.AsSpan(errorType.IndexOf('#', StringComparison.Ordinal) + 1);
        var end = name.IndexOf(':');
        return Known(end < 0 ? name : name[..end]) ?? ErrorKind.Server;
    }

    /// <summary>The type for a kind.</summary>
    public static string ErrorTypeOf(ErrorKind kind) => ErrorWriter.BedrockType(kind);

    /// <summary>Reads an error's body; null where it has no sentence.</summary>
    public static ProviderError? Read(int status, JsonElement root)
    {
        var message = SentenceOf(root);
        var type = root.Member("__type") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        return message is null && type is null ? null : Of(type is null ? KindOf(status) : KindOf(type), type, message ?? "");
    }

    /// <summary>An exception in a stream.</summary>
    public static ProviderError ReadException(string name, JsonElement data) => Of(KindOf(name), name, SentenceOf(data) ?? "");

    private static ProviderError Of(ErrorKind kind, string? type, string message) =>
        new(kind == ErrorKind.InvalidRequest && IsTooLong(message) ? ErrorKind.ContextLength : kind, message) { Code = type };

    private static string? SentenceOf(JsonElement root)
    {
        foreach (var name in (ReadOnlySpan<string>)["message", "Message", "originalMessage"])
            if (root.Member(name) is { ValueKind: JsonValueKind.String } member)
                return member.GetString() is { Length: > MostCharacters } text ? text[..MostCharacters] : member.GetString();
        return null;
    }

    /// <summary>Bedrock has no type for it; each maker of models has its own sentence.</summary>
    private static bool IsTooLong(string message) =>
        message.Contains("too long", StringComparison.OrdinalIgnoreCase)
        || message.Contains("context limit", StringComparison.OrdinalIgnoreCase)
        || message.Contains("context length", StringComparison.OrdinalIgnoreCase)
        || message.Contains("context window", StringComparison.OrdinalIgnoreCase);

    private static ErrorKind? Known(ReadOnlySpan<char> type)
    {
        foreach (var (word, kind) in s_kinds)
            if (type.Equals(word, StringComparison.OrdinalIgnoreCase))
                return kind;
        return null;
    }

    private static readonly (string Word, ErrorKind Kind)[] s_kinds =
    [
        ("ValidationException", ErrorKind.InvalidRequest),
        ("ConflictException", ErrorKind.InvalidRequest),
        ("UnrecognizedClientException", ErrorKind.Authentication),
        ("InvalidSignatureException", ErrorKind.Authentication),
        ("ExpiredTokenException", ErrorKind.Authentication),
        ("IncompleteSignatureException", ErrorKind.Authentication),
        ("MissingAuthenticationTokenException", ErrorKind.Authentication),
        ("AccessDeniedException", ErrorKind.Permission),
        ("ResourceNotFoundException", ErrorKind.NotFound),
        ("ThrottlingException", ErrorKind.RateLimit),
        ("ServiceQuotaExceededException", ErrorKind.RateLimit),
        ("ModelNotReadyException", ErrorKind.Overloaded),
        ("ServiceUnavailableException", ErrorKind.Overloaded),
        ("ModelTimeoutException", ErrorKind.Timeout),
    ];

    private static ErrorKind KindOf(int status) => status is 424 or 529 ? ErrorKind.Server : ErrorStatuses.KindOf(status);
}
