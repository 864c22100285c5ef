using System.Text;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// A request in the form that Signature Version 4 signs. Path segments are escaped once more than they stand in the URL (every service but S3 does so): the
/// <c>%3A</c> of a model's name is signed as <c>%253A</c>.
/// </summary>
internal static class CanonicalRequest
{
    /// <param name="request">With every header that is signed set.</param>
    /// <param name="bodyHash">SHA-256 of the body.</param>
    /// <param name="signed">The names of the signed headers: host, type, and AWS's own.</param>
    public static string Of(HttpRequestMessage request, ReadOnlySpan<byte> bodyHash, out string signed)
    {
        var headers = Headers(request);
        signed = string.Join(';', headers.Keys);
        var text = new StringBuilder(512);
        text.Append(request.Method.Method).Append('\n');
        AppendPath(text, request.RequestUri!.AbsolutePath);
        text.Append('\n').Append(Query(request.RequestUri.Query)).Append('\n');
        foreach (var (name, value) in headers) text.Append(name).Append(':').Append(value).Append('\n');
        return text.Append('\n').Append(signed).Append('\n').Append(Convert.ToHexStringLower(bodyHash)).ToString();
    }

    private static SortedDictionary<string, string> Headers(HttpRequestMessage request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.Headers.Host ?? request.RequestUri!.Authority };
        if (request.Content?.Headers.NonValidated.TryGetValues("Content-Type", out var type) == true) headers["content-type"] = Trimmed(type.ToString());
        foreach (var (name, values) in request.Headers.NonValidated)
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
                headers[name.ToLowerInvariant()] = Trimmed(values.ToString());
        return headers;
    }

    private static string Trimmed(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static void AppendPath(StringBuilder text, string path)
    {
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries)) text.Append('/').Append(Uri.EscapeDataString(segment));
        if (path.EndsWith('/')) text.Append('/');
    }

    private static string Query(string query)
    {
        var pairs = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair).ToArray();
        Array.Sort(pairs, StringComparer.Ordinal);
        return string.Join('&', pairs);
    }

    private static string Pair(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
        return $"{Again(name)}={Again(value)}";
    }

    private static string Again(string escaped) => Uri.EscapeDataString(Uri.UnescapeDataString(escaped));
}
