using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>Reads a base URL, or says what is wrong with it. The raw text is looked at first, because <see cref="Uri"/> repairs what it reads.</summary>
internal static class BaseUrlReader
{
    private const int MaxLength = 2048;

    /// <summary>The URL, or the sentence for the user; exactly one of them is set.</summary>
    public static (Uri? Url, string? Problem) Read(string text)
    {
        if (text.Length > MaxLength) return (null, $"the URL is longer than {MaxLength} characters: shorten it");
        if (text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter == '\\'))
            return (null, "the URL contains white space, a backslash or a control character: remove it");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !IsWeb(url) || url.Host.Length == 0)
            return (null, "this is not an absolute URL: write it as https://host/path");
        if (url.UserInfo.Length > 0 || text.Contains('@', StringComparison.Ordinal))
            return (null, "the URL contains user info: remove it; the key comes from the Secret");
        if (text.AsSpan().IndexOfAny('?', '#') >= 0)
            return (null, "the URL has a query or a fragment: remove it; only scheme, host and path are used");
        return AddressGuard.RefuseHost(url.IdnHost) is { } problem
            ? (null, $"{problem}, which is never called: name the host that answers there")
            : (url, null);
    }

    /// <summary>As it goes out: without a slash at the end.</summary>
    public static string Write(Uri url) => url.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>The entry of a Secret's annotation that would open it for this URL; see <see cref="AllowedHost"/>.</summary>
    public static string Entry(Uri url) => url.Scheme == Uri.UriSchemeHttps ? url.Authority : url.GetLeftPart(UriPartial.Authority);

    private static bool IsWeb(Uri url) => url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp;
}
