using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Certificates that the sidecar shows to a server, with their keys. No exception of here quotes the text.</summary>
internal static class ClientCertificates
{
    /// <exception cref="CryptographicException">The text holds no certificate, or no key of it.</exception>
    public static SslStreamCertificateContext Read(SecretText pem)
    {
        try
        {
            var text = pem.Reveal();
            var chain = ProviderCheck.ReadPem(text);
            var own = X509Certificate2.CreateFromPem(text, text);
            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException)
        {
            throw new CryptographicException("the client certificate or its key cannot be read");
        }
    }

    public static bool AreReadable(SecretText pem)
    {
        try
        {
            return Read(pem).TargetCertificate.HasPrivateKey;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
