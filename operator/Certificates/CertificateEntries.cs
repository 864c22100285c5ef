using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Operator.Certificates;

/// <summary>A set as named texts, the form in which both stores keep it.</summary>
internal static class CertificateEntries
{
    private const string Roots = "ca.crt";

    public static ImmutableDictionary<string, string> Write(CertificateSet set)
    {
        var entries = ImmutableDictionary<string, string>.Empty
            .Add(Roots, set.RootsPem)
            .Add("signer.crt", set.Signer).Add("signer.key", set.SignerKey)
            .Add("tls.crt", set.Leaf).Add("tls.key", set.LeafKey);
        return set is { Next: { } next, NextKey: { } key } ? entries.Add("next.crt", next).Add("next.key", key) : entries;
    }

    /// <summary>Null where a needed entry is missing or is no certificate.</summary>
    public static CertificateSet? Read(IReadOnlyDictionary<string, string> entries)
    {
        try
        {
            return ReadOrThrow(entries);
        }
        catch (Exception exception) when (exception is CryptographicException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static CertificateSet ReadOrThrow(IReadOnlyDictionary<string, string> entries)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(entries[Roots]);
        Check(entries["signer.crt"], entries["signer.key"]);
        Check(entries["tls.crt"], entries["tls.key"]);
        return new CertificateSet
        {
            Roots = [.. roots.Select(root => root.ExportCertificatePem())],
            Signer = entries["signer.crt"],
            SignerKey = entries["signer.key"],
            Next = entries.GetValueOrDefault("next.crt"),
            NextKey = entries.GetValueOrDefault("next.key"),
            Leaf = entries["tls.crt"],
            LeafKey = entries["tls.key"],
        };
    }

    private static void Check(string pem, string keyPem) => X509Certificate2.CreateFromPem(pem, keyPem).Dispose();
}
