using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Operator.Certificates;

/// <summary>Makes roots and leaves: ECDSA P-256, each root with a name of its own so that overlapping ones are told apart (RFC 5280).</summary>
internal static class CertificateMint
{
    public static readonly TimeSpan RootLife = TimeSpan.FromDays(730);
    public static readonly TimeSpan LeafLife = TimeSpan.FromDays(90);

    /// <summary>Certificates begin a little early, for clocks that differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static (string Pem, string KeyPem) MakeRoot(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=aigateway root {RandomNumberGenerator.GetHexString(8, lowercase: true)}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var root = request.CreateSelfSigned(now - Skew, now + RootLife);
        return (root.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public static (string Pem, string KeyPem) MakeLeaf(string rootPem, string rootKeyPem, ImmutableArray<string> names, DateTimeOffset now)
    {
        using var root = X509Certificate2.CreateFromPem(rootPem, rootKeyPem);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=aigateway-operator", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        request.CertificateExtensions.Add(AlternativeNames(names));
        var end = now + LeafLife < root.NotAfter ? now + LeafLife : root.NotAfter;
        using var leaf = request.Create(root, now - Skew < root.NotBefore ? root.NotBefore : now - Skew, end, RandomNumberGenerator.GetBytes(16));
        return (leaf.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Extension AlternativeNames(ImmutableArray<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }

        return alternatives.Build();
    }
}
