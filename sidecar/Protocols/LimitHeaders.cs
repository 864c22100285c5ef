using System.Globalization;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Where the agent stands, in the headers that its SDK reads: OpenAI's <c>x-ratelimit-*</c>, in Anthropic's dialect its own. Requests and tokens, each by the tightest limit that counts the call. They stand for the
/// agent's limits here: a provider's own, of an account that agents share, do not pass beside them.
/// </summary>
internal static class LimitHeaders
{
    /// <summary>Names the limit by which a call was refused.</summary>
    public const string Limit = "x-aigateway-limit";

    private static readonly Names s_openAiRequests = new("x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests");
    private static readonly Names s_openAiTokens = new("x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens");
    private static readonly Names s_anthropicRequests = new("anthropic-ratelimit-requests-limit", "anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset");
    private static readonly Names s_anthropicTokens = new("anthropic-ratelimit-tokens-limit", "anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset");

    /// <summary>Tells where a call that was let through stands.</summary>
    public static void Write(IHeaderDictionary headers, Dialect dialect, Charge charge)
    {
        if (dialect == Dialect.Mcp) return;
        Write(headers, dialect == Dialect.Anthropic ? s_anthropicRequests : s_openAiRequests, charge.Requests, (dialect, charge.Now));
        Write(headers, dialect == Dialect.Anthropic ? s_anthropicTokens : s_openAiTokens, charge.Tokens, (dialect, charge.Now));
    }

    /// <summary>Tells which limit refused the call, and when to come back.</summary>
    public static void Write(IHeaderDictionary headers, Dialect dialect, LimitHit hit)
    {
        headers[Limit] = new string([.. hit.Limit.Select(letter => letter is > ' ' and <= '~' ? letter : '?')]);
        if (hit.RetryAfter is { } wait) headers.RetryAfter = SecondsOf(wait).ToString(CultureInfo.InvariantCulture);
        Write(headers, dialect, hit.Charge);
    }

    /// <summary>Whether the provider's own word on its limits stays here, since ours is told.</summary>
    public static bool Hides(IHeaderDictionary told, string name) =>
        (name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("anthropic-ratelimit-", StringComparison.OrdinalIgnoreCase))
        && (told.ContainsKey(s_openAiRequests.Limit) || told.ContainsKey(s_openAiTokens.Limit) || told.ContainsKey(s_anthropicRequests.Limit) || told.ContainsKey(s_anthropicTokens.Limit));

    /// <summary>Whole seconds, at least one: who comes back at once is only refused again.</summary>
    public static long SecondsOf(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));

    private static void Write(IHeaderDictionary headers, in Names names, in Standing standing, (Dialect Dialect, DateTimeOffset Now) told)
    {
        if (standing.IsNone) return;
        headers[names.Limit] = standing.Limit.ToString(CultureInfo.InvariantCulture);
        headers[names.Remaining] = standing.Remaining.ToString(CultureInfo.InvariantCulture);
        headers[names.Reset] = told.Dialect == Dialect.Anthropic ? (told.Now + standing.Reset).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : TextOf(standing.Reset);
    }

    /// <summary>As OpenAI writes it: <c>120ms</c>, <c>1s</c>, <c>6m0s</c>, <c>23h59m59s</c>.</summary>
    private static string TextOf(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1)) return string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
        var seconds = (long)Math.Ceiling(time.TotalSeconds);
        if (seconds < 60) return string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m{seconds % 60}s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}h{seconds / 60 % 60}m{seconds % 60}s");
    }

    private readonly record struct Names(string Limit, string Remaining, string Reset);
}
