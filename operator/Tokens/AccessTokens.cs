using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Tokens;

/// <summary>An OAuth 2.0 token endpoint (RFC 6749, sections 4.4 and 5): a form goes out, an access token or an error's word comes back.</summary>
internal static class AccessTokens
{
    private const int LongestWord = 64;

    /// <summary>Where the endpoint does not say how long a token lives (RFC 6749, section 5.1, recommends that it does).</summary>
    private const int DefaultSeconds = 300;

    public static async Task<ExchangedToken> AskAsync(HttpClient http, Uri url, Dictionary<string, string> form, (TimeProvider Time, CancellationToken Cancelled) at)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(url, content, at.Cancelled);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(at.Cancelled), new JsonDocumentOptions { MaxDepth = 8 });
        return answer.IsSuccessStatusCode ? ReadToken(document.RootElement, at.Time.GetUtcNow()) : new() { Error = ReadError(document.RootElement, (int)answer.StatusCode) };
    }

    private static ExchangedToken ReadToken(JsonElement root, DateTimeOffset now)
    {
        var token = root.GetProperty("access_token").GetString();
        if (string.IsNullOrEmpty(token) || token.AsSpan().ContainsAnyExceptInRange('!', '~')) return new() { Error = "AnswerInvalid" };
        var seconds = root.TryGetProperty("expires_in", out var life) && life.TryGetInt32(out var told) && told > 0 ? told : DefaultSeconds;
        return new() { Token = new SecretText(token), ExpiresAt = now.AddSeconds(seconds) };
    }

    /// <summary>Section 5.2: a word, never the description.</summary>
    private static string ReadError(JsonElement root, int status) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
            && error.GetString() is { Length: > 0 and <= LongestWord } word && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')
            ? word
            : $"Http{status}";
}
