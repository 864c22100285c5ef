using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>The checks of <c>tls</c>: nothing is accepted there that would have no effect.</summary>
internal static class TlsChecks
{
    private const int MaxBundleLength = 64 * 1024;

    /// <param name="tls">The field; null where it is not set.</param>
    /// <param name="url">The URL that is called; null where it cannot be read.</param>
    /// <param name="needsHttps">What is said where that URL is plain text.</param>
    /// <param name="field">Where it stands.</param>
    public static IEnumerable<Diagnostic> Check(ProviderTls? tls, Uri? url, string needsHttps, string field = "spec.tls")
    {
        if (tls is null) yield break;
        if (tls is { CaBundle: null, ServerName: null }) yield return Refuse(field, RuleMessages.TlsEmpty);
        if (url?.Scheme == Uri.UriSchemeHttp) yield return Refuse(field, needsHttps);
        if (tls.CaBundle is { } pem && FindInPem(pem) is { } problem) yield return Refuse($"{field}.caBundle", problem);
        if (tls.ServerName is { } name && Uri.CheckHostName(name) == UriHostNameType.Unknown)
            yield return Refuse($"{field}.serverName", "this is not a host name: write the name that the server's certificate carries");
    }

    private static string? FindInPem(string pem)
    {
        if (pem.Length > MaxBundleLength) return "the bundle is longer than 64 KiB: keep only the roots that are needed";
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal)) return "the bundle holds a private key: remove it; only certificates belong here";
        return HasCertificates(pem) ? null : "this holds no readable PEM certificate: paste the CA's certificates, each from BEGIN to END";
    }

    private static bool HasCertificates(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            return certificates.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var certificate in certificates) certificate.Dispose();
        }
    }

    private static Diagnostic Refuse(string field, string message) => Diagnostic.NotAccepted(Reasons.InvalidTls, field, message);
}
