using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Operator.Certificates;

/// <summary>
/// What the certificates should be now, given what they are. Pure but for the making of keys. At two thirds of a root's life its successor is published;
/// after <see cref="Overlap"/>, when everybody has read it, it signs; the predecessor stays trusted until it runs out.
/// </summary>
internal static class CertificateRotation
{
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    /// <summary>The same object where nothing is due. One step at a time: call again for the next.</summary>
    public static CertificateSet Next(CertificateSet? current, ImmutableArray<string> names, DateTimeOffset now)
    {
        if (current is null || !IsAlive(current.Signer, now)) return First(names, now);
        if (current.Next is null && IsDue(current.Signer, now)) return Announce(current, now);
        if (current.Next is not null && now - Made(current.Next) >= Overlap) return Succeed(current, names, now);
        if (IsDue(current.Leaf, now) || !Names(current.Leaf, names)) return WithLeaf(current, names, now);
        return current.Roots.All(root => IsAlive(root, now)) ? current : current with { Roots = current.Roots.RemoveAll(root => !IsAlive(root, now)) };
    }

    private static CertificateSet First(ImmutableArray<string> names, DateTimeOffset now)
    {
        var (root, key) = CertificateMint.MakeRoot(now);
        var (leaf, leafKey) = CertificateMint.MakeLeaf(root, key, names, now);
        return new() { Roots = [root], Signer = root, SignerKey = key, Leaf = leaf, LeafKey = leafKey };
    }

    private static CertificateSet Announce(CertificateSet current, DateTimeOffset now)
    {
        var (root, key) = CertificateMint.MakeRoot(now);
        return current with { Roots = current.Roots.Add(root), Next = root, NextKey = key };
    }

    private static CertificateSet Succeed(CertificateSet current, ImmutableArray<string> names, DateTimeOffset now) =>
        WithLeaf(current with { Signer = current.Next!, SignerKey = current.NextKey!, Next = null, NextKey = null }, names, now);

    private static CertificateSet WithLeaf(CertificateSet current, ImmutableArray<string> names, DateTimeOffset now)
    {
        var (leaf, key) = CertificateMint.MakeLeaf(current.Signer, current.SignerKey, names, now);
        return current with { Leaf = leaf, LeafKey = key };
    }

    private static bool IsAlive(string pem, DateTimeOffset now)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return now < certificate.NotAfter;
    }

    private static bool IsDue(string pem, DateTimeOffset now)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return now >= certificate.NotBefore + ((certificate.NotAfter - certificate.NotBefore) * 2 / 3);
    }

    private static DateTimeOffset Made(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return certificate.NotBefore + CertificateMint.Skew;
    }

    private static bool Names(string pem, ImmutableArray<string> names)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return names.All(name => certificate.MatchesHostname(name));
    }
}
