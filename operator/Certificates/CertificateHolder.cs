using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Operator.Certificates;

/// <summary>The certificates in use by this process; swapped whole, so that a handshake sees one set or the next.</summary>
internal sealed class CertificateHolder
{
    private sealed record Loaded(CertificateSet Set, SslStreamCertificateContext Context);

    private volatile Loaded? _current;

    /// <summary>The set in use; null before the first.</summary>
    public CertificateSet? Current => _current?.Set;

    public void Swap(CertificateSet next)
    {
        if (_current?.Set.Leaf == next.Leaf && _current?.Set.RootsPem == next.RootsPem) return;

        var leaf = X509Certificate2.CreateFromPem(next.Leaf, next.LeafKey);
        _current = new(next, SslStreamCertificateContext.Create(leaf, additionalCertificates: null, offline: true));
    }

    /// <summary>What a handshake needs; it fails where no certificate is there yet.</summary>
    public SslServerAuthenticationOptions Handshake(params SslApplicationProtocol[] protocols) => new()
    {
        ServerCertificateContext = _current?.Context ?? throw new InvalidOperationException("no certificate yet"),
        ApplicationProtocols = [.. protocols],
    };

    /// <summary>Whether a server's certificate is one of ours: for replicas among themselves.</summary>
    public bool Trusts(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null || _current is not { } current || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(current.Set.RootsPem);
        using var other = new X509Certificate2(certificate);
        return chain.Build(other);
    }
}
