using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Operator.Kubernetes;

/// <summary>Checks the API server's certificate against the cluster's own roots, and no others; reads them again as they rotate.</summary>
internal sealed class TrustedRoots
{
    private readonly Func<string> pem;

    private TrustedRoots(Func<string> pem) => this.pem = pem;

    /// <summary>Null where the system's roots are to be used.</summary>
    public static TrustedRoots? Of(KubeConfig config, TimeSpan cache, TimeProvider time)
    {
        if (config.AuthorityFile is { } path) return new TrustedRoots(new RereadFile(path, cache, time).Read);
        return config.AuthorityPem is { } text ? new TrustedRoots(() => text) : null;
    }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        const SslPolicyErrors fatal = SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable;
        if ((errors & fatal) != 0 || certificate is not X509Certificate2 leaf) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(pem());
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));
        foreach (var element in presented?.ChainElements.Skip(1) ?? []) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(leaf);
    }
}
