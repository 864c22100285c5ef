using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>A root as it will be one day: the same name and key with earlier dates, so that whoever trusts the one trusts what the other signed.</summary>
internal static class AgedCertificate
{
    public static string Make(string pem, string keyPem, TimeSpan by)
    {
        using var young = X509Certificate2.CreateFromPem(pem);
        using var key = ECDsa.Create();
        key.ImportFromPem(keyPem);
        var request = new CertificateRequest(young.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in young.Extensions) request.CertificateExtensions.Add(extension);
        using var aged = request.CreateSelfSigned(young.NotBefore - by, young.NotAfter - by);
        return aged.ExportCertificatePem() + "\n";
    }
}
