using System.Globalization;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Google's errors: <c>{"error":{"code","message","status","details"}}</c>, from some endpoints in an array of one.</summary>
internal static class GeminiErrors
{
    private const int LongestMessage = 2000;

    /// <summary>Null where it is none of this shape.</summary>
    public static ProviderError? Read(int status, JsonElement root)
    {
        var outer = root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0] : root;
        var error = outer.Member("error");
        if (error.ValueKind != JsonValueKind.Object) return null;
        var (word, message) = (TextOf(error.Member("status"), 64), TextOf(error.Member("message"), LongestMessage));
        var (reason, retry) = Details(error.Member("details"));
        var code = (int)Math.Min(GeminiJson.Count(error.Member("code")), 599);
        return new(KindOf(word, reason, message, status is >= 400 ? status : code), message)
        {
            Code = word.Length > 0 ? word : null,
            RetryAfter = retry,
        };
    }

    /// <summary>The status that Google answers with.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidRequest or ErrorKind.ContextLength or ErrorKind.ContentPolicy => 400,
        ErrorKind.Authentication => 401,
        ErrorKind.Permission => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.TooLarge => 413,
        ErrorKind.RateLimit => 429,
        ErrorKind.Overloaded => 503,
        ErrorKind.Timeout => 504,
        _ => 500,
    };

    private static ErrorKind KindOf(string word, string reason, string message, int status) => word switch
    {
        _ when reason is "API_KEY_INVALID" or "API_KEY_EXPIRED" => ErrorKind.Authentication, // Said with a 400.
        "INVALID_ARGUMENT" when IsTooLong(message) => ErrorKind.ContextLength,
        "INVALID_ARGUMENT" or "FAILED_PRECONDITION" or "OUT_OF_RANGE" => status == 413 ? ErrorKind.TooLarge : ErrorKind.InvalidRequest,
        "UNAUTHENTICATED" => ErrorKind.Authentication,
        "PERMISSION_DENIED" => ErrorKind.Permission,
        "NOT_FOUND" => ErrorKind.NotFound,
        "RESOURCE_EXHAUSTED" => ErrorKind.RateLimit,
        "UNAVAILABLE" => ErrorKind.Overloaded,
        "DEADLINE_EXCEEDED" => ErrorKind.Timeout,
        _ => ErrorStatuses.KindOf(status),
    };

    /// <summary>"The input token count (1048577) exceeds the maximum number of tokens allowed (1048576)."</summary>
    private static bool IsTooLong(string message) =>
        message.Contains("token count", StringComparison.OrdinalIgnoreCase) && message.Contains("exceeds", StringComparison.OrdinalIgnoreCase);

    private static (string Reason, TimeSpan? Retry) Details(JsonElement details)
    {
        var (reason, retry) = ("", (TimeSpan?)null);
        if (details.ValueKind != JsonValueKind.Array) return (reason, retry);
        foreach (var detail in details.EnumerateArray().Take(32))
        {
            if (detail.Member("reason") is { ValueKind: JsonValueKind.String } said) reason = TextOf(said, 64);
            retry ??= DelayOf(detail.Member("retryDelay"));
        }

        return (reason, retry);
    }

    /// <summary>Protobuf's duration: <c>"30s"</c>, <c>"1.5s"</c>.</summary>
    private static TimeSpan? DelayOf(JsonElement delay)
    {
        var text = TextOf(delay, 32);
        return text.EndsWith('s') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    private static string TextOf(JsonElement element, int most)
    {
        if (element.ValueKind != JsonValueKind.String) return "";
        var text = element.GetString()!;
        return text.Length <= most ? text : text[..most];
    }
}
