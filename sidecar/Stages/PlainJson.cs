namespace AiGateway.Sidecar.Stages;

/// <summary>Whether a request says that its body is what is read here: JSON in UTF-8, not encoded any further.</summary>
internal static class PlainJson
{
    public static bool Is(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        var parameters = end < 0 ? [] : type[(end + 1)..].Trim();
        return (end < 0 ? type : type[..end]).Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (parameters.IsEmpty || parameters.Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase)
                || parameters.Equals("charset=\"utf-8\"", StringComparison.OrdinalIgnoreCase))
            && request.Headers.ContentEncoding.Count == 0;
    }
}
