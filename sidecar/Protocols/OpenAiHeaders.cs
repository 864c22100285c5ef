using System.Net.Http.Headers;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Which headers pass, by lists of what may: the agent's <c>Authorization</c>, cookies, account headers and every <c>x-</c> header stay here, and so does
/// what the provider says of its account and servers.
/// </summary>
internal static class OpenAiHeaders
{
    private static readonly string[] s_requestHeaders = ["Accept", "User-Agent", "OpenAI-Beta"];

    private static readonly HashSet<string> s_responseHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "Content-Encoding", "Retry-After", "retry-after-ms", "x-request-id", "x-should-retry",
    };

    /// <summary>Copies what passes of the agent's request.</summary>
    public static void Copy(IHeaderDictionary from, HttpRequestHeaders to)
    {
        foreach (var name in s_requestHeaders)
        {
            if (from.TryGetValue(name, out var values)) to.TryAddWithoutValidation(name, values.ToString());
        }

        to.TryAddWithoutValidation("Accept-Encoding", "identity");
    }

    /// <summary>Copies what passes of the provider's answer.</summary>
    public static void Copy(HttpResponseMessage from, IHeaderDictionary to)
    {
        Copy(from.Headers.NonValidated, to);
        Copy(from.Content.Headers.NonValidated, to);
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from)
        {
            if (!Passes(name)) continue;
            var value = values.ToString();
            if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~')) to[name] = value;
        }
    }

    private static bool Passes(string name) =>
        s_responseHeaders.Contains(name) || name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase);
}
