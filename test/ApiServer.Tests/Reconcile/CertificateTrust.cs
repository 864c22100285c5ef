using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.ApiServer.Tests.Reconcile;

/// <summary>Checks a server's certificate against given roots, as a sidecar does.</summary>
internal static class CertificateTrust
{
    public static bool Verifies(X509Certificate? certificate, SslPolicyErrors errors, string rootsPem)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(rootsPem);
        using var other = new X509Certificate2(certificate);
        return chain.Build(other);
    }
}
