using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.ControlPlane;

/// <summary>A throw-away CA with the certificates and keys that a control plane on loopback needs, as PEM files in one folder.</summary>
internal sealed class ClusterCertificates : IDisposable
{
    private readonly X509Certificate2 authority;
    private readonly string folder;
    private byte serial;

    public ClusterCertificates(string folder)
    {
        this.folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=aigateway-test-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
        using var accounts = RSA.Create(2048);
        File.WriteAllText(PathOf("sa.key"), accounts.ExportRSAPrivateKeyPem());
        File.WriteAllText(PathOf("sa.pub"), accounts.ExportSubjectPublicKeyInfoPem());
    }

    public string AuthorityFile => PathOf("ca.crt");

    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>Writes <c>name.crt</c> and <c>name.key</c>, good for loopback as a server and for anything as a client.</summary>
    public X509Certificate2 Issue(string name, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], false));
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(1), [++serial]);
        File.WriteAllText(PathOf($"{name}.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate.CopyWithPrivateKey(key);
    }

    public void Dispose() => authority.Dispose();
}
