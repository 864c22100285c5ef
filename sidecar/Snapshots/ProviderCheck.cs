using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What is wrong with an account: of a provider, or at a tool server. No reason quotes a key.</summary>
internal static class ProviderCheck
{
    public static IEnumerable<string> FindReasons(ProviderRef provider)
    {
        if (CheckUrl(provider) is { } url) yield return url;
        if (!IsToken(provider.KeyHeader)) yield return "keyHeader is not a header's name";
        if (!IsFieldText(provider.KeyPrefix)) yield return "keyPrefix holds a character that cannot stand in a header";
        if (provider.Unauthenticated != true && !IsFieldValue(provider.Key)) yield return "the key is empty or holds a character that cannot stand in a header";
        if (provider.CaBundle is { } pem && !IsPem(pem)) yield return "caBundle holds no readable certificate";
        if (provider.ServerName is { } server && Uri.CheckHostName(server) == UriHostNameType.Unknown) yield return "serverName is not a host's name";
    }

    /// <summary>RFC 9110, section 5.6.2.</summary>
    public static bool IsToken(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal));

    /// <summary>Whether the secret can be a header's value.</summary>
    public static bool IsFieldValue(SecretText secret) => secret.Reveal() is { Length: > 0 } text && IsFieldText(text);

    /// <exception cref="CryptographicException">The text holds something that is not a certificate.</exception>
    public static X509Certificate2Collection ReadPem(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates;
    }

    private static string? CheckUrl(ProviderRef provider)
    {
        if (!Uri.TryCreate(provider.BaseUrl, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            return "baseUrl is not an absolute http or https URL";
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            return "baseUrl must not hold user information, a query or a fragment";
        if (provider.Unauthenticated != true && !AllowedHost.Allows(provider.AllowedHosts, url)) return $"the key is not opened for {url.Scheme}://{url.Authority}";
        return AddressGuard.RefuseHost(url.IdnHost);
    }

    private static bool IsFieldText(string text) => text.All(letter => letter is >= ' ' and <= '~');

    private static bool IsPem(string pem)
    {
        try
        {
            return ReadPem(pem).Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
