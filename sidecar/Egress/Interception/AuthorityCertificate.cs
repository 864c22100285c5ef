using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>What a pod's authority looks like: P-256, signs certificates and nothing else, no authority below it, none for addresses.</summary>
internal static class AuthorityCertificate
{
    private const string Prefix = "CN=AiGateway pod authority ";

    /// <summary>
    /// Longer than any pod lives: who trusts it has read it once and cannot be told of another, and nobody trusts it but this pod, with which its key ends. A time to end it would end the agent's calls alone.
    /// </summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(3650);

    /// <summary>For a clock that is set back after the start.</summary>
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(24);

    private static readonly Oid NameConstraints = new("2.5.29.30");

    /// <summary>Another one each time, also by name, so that nobody takes one for the other.</summary>
    public static X509Certificate2 Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Prefix + RandomNumberGenerator.GetHexString(12, lowercase: true), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(NoAddresses());
        return request.CreateSelfSigned(now - Backdated, now + Life);
    }

    /// <summary>Why this is no authority of ours that may be used now; null where it is one.</summary>
    public static string? FindFault(X509Certificate2 certificate, DateTimeOffset now)
    {
        using var key = certificate.GetECDsaPrivateKey();
        if (key is not { KeySize: 256 }) return "its key is no P-256 key";
        if (!certificate.Subject.StartsWith(Prefix, StringComparison.Ordinal) || certificate.Subject != certificate.Issuer) return "it is of another name";
        if (certificate.Extensions.OfType<X509BasicConstraintsExtension>().SingleOrDefault() is not { CertificateAuthority: true, PathLengthConstraint: 0 }) return "it is no authority";
        if (certificate.Extensions.OfType<X509KeyUsageExtension>().SingleOrDefault()?.KeyUsages != X509KeyUsageFlags.KeyCertSign) return "its key may do something else";
        return now < certificate.NotBefore || now + Life / 10 > certificate.NotAfter ? "its time is over, or has not come" : null;
    }

    /// <summary>
    /// No certificate for an address, of IPv4 or IPv6 (RFC 5280, section 4.2.1.10): hosts are intercepted by name. Which names, policies say, and they change while the authority stays. Not critical, because
    /// some libraries of TLS refuse what they do not know.
    /// </summary>
    private static X509Extension NoAddresses()
    {
        var (general, excluded) = (new Asn1Tag(TagClass.ContextSpecific, 7), new Asn1Tag(TagClass.ContextSpecific, 1));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(excluded))
        {
            foreach (var length in (int[])[8, 32])
            {
                using var subtree = writer.PushSequence();
                writer.WriteOctetString(new byte[length], general);
            }
        }

        return new(NameConstraints, writer.Encode(), critical: false);
    }
}
