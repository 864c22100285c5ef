using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>The checks of <c>spec.tls</c>: nothing is accepted there that would have no effect.</summary>
internal static class TlsChecks
{
    private const int MaxBundleLength = 64 * 1024;

    public static Diagnostic? CheckIsNotEmpty(ProviderCase one) =>
        one.Spec.Tls is { CaBundle: null, ServerName: null } ? Refuse("spec.tls", RuleMessages.TlsEmpty) : null;

    public static Diagnostic? CheckHasHttps(ProviderCase one) =>
        one.Spec.Tls is not null && one.Url?.Scheme == Uri.UriSchemeHttp ? Refuse("spec.tls", RuleMessages.TlsNeedsHttps) : null;

    public static Diagnostic? CheckCaBundle(ProviderCase one) =>
        one.Spec.Tls?.CaBundle is { } pem && FindInPem(pem) is { } problem ? Refuse("spec.tls.caBundle", problem) : null;

    public static Diagnostic? CheckServerName(ProviderCase one) =>
        one.Spec.Tls?.ServerName is { } name && Uri.CheckHostName(name) == UriHostNameType.Unknown
            ? Refuse("spec.tls.serverName", "this is not a host name: write the name that the provider's certificate carries")
            : null;

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
