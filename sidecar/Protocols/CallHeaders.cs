using System.Net.Http.Headers;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Which headers pass, by lists of what may: the agent's <c>Authorization</c>, its other keys, cookies, account headers and every other <c>x-</c> header stay here, and so does
/// what the provider says of its account and servers. Headers of a dialect pass only where the call is not translated.
/// </summary>
internal static class CallHeaders
{
    /// <summary>Names what the target's dialect could not express of a request, and was left out because the route says so.</summary>
    public const string Omitted = "x-aigateway-omitted";

    private static readonly string[] s_openAi = ["Accept", "User-Agent", "OpenAI-Beta"];
    private static readonly string[] s_anthropic = ["Accept", "User-Agent", "anthropic-version", "anthropic-beta"];
    private static readonly string[] s_other = ["Accept", "User-Agent"];
    private static readonly string[] s_translated = ["User-Agent"];

    private static readonly HashSet<string> s_answerHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "Content-Encoding", "Retry-After", "retry-after-ms", "x-request-id", "request-id", "x-amzn-RequestId", "x-amzn-ErrorType", "x-should-retry",
    };

    private static readonly HashSet<string> s_translatedAnswerHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Retry-After", "retry-after-ms", "x-request-id", "request-id", "x-amzn-RequestId",
    };

    /// <summary>Copies what passes of the agent's request.</summary>
    public static void Copy(IHeaderDictionary from, HttpRequestHeaders to, Dialect dialect, bool translated)
    {
        foreach (var name in translated ? s_translated : NamesOf(dialect))
        {
            if (from.TryGetValue(name, out var values)) to.TryAddWithoutValidation(name, values.ToString());
        }

        to.TryAddWithoutValidation("Accept-Encoding", "identity");
    }

    /// <summary>Copies what passes of the provider's answer.</summary>
    public static void Copy(HttpResponseMessage from, IHeaderDictionary to, bool translated)
    {
        Copy(from.Headers.NonValidated, to, translated);
        if (!translated) Copy(from.Content.Headers.NonValidated, to, translated);
    }

    /// <summary>Paths of the request in one header: bounded, and of visible characters alone.</summary>
    public static string ListOf(IReadOnlyList<string> paths)
    {
        var text = string.Join(", ", paths.Take(MostListed).Select(path => new string([.. path.Select(letter => letter is > ' ' and <= '~' and not ',' ? letter : '?')])));
        return text.Length <= MostText ? text : text[..MostText];
    }

    private const int MostListed = 32;
    private const int MostText = 2048;

    private static string[] NamesOf(Dialect dialect) => dialect switch
    {
        Dialect.OpenAi or Dialect.Azure => s_openAi,
        Dialect.Anthropic => s_anthropic,
        _ => s_other,
    };

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, bool translated)
    {
        foreach (var (name, values) in from)
        {
            if (!(translated ? s_translatedAnswerHeaders.Contains(name) : Passes(name)) || LimitHeaders.Hides(to, name)) continue;
            var value = values.ToString();
            if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~')) to[name] = value;
        }
    }

    private static bool Passes(string name) =>
        s_answerHeaders.Contains(name) || name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("anthropic-ratelimit-", StringComparison.OrdinalIgnoreCase);
}
