using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>
/// The certificates that the pod's authority signs, one for a name, kept until they are half as old as they get. All have one key, which lives in this process alone: to make one takes a millisecond.
/// The agent chooses names within what a policy intercepts, so that only so many are kept; the oldest goes first.
/// </summary>
internal sealed class LeafCertificates(PodAuthority authority, TimeProvider time) : IDisposable
{
    /// <summary>The most that are kept; with what OpenSSL keeps for each to resume by, one is some 80 KB.</summary>
    public const int Most = 64;

    private static readonly TimeSpan Life = TimeSpan.FromDays(14);
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(24);

    /// <summary>Of all of them: who looks at one sees who made it; the host stands where hosts stand (RFC 9525, section 2).</summary>
    private const string Subject = "CN=AiGateway interception";

    private readonly ConcurrentDictionary<string, Leaf> _leaves = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private ECDsa? _key;

    public int Count => _leaves.Count;

    /// <summary>What a server of this name shows, ready for a handshake.</summary>
    public SslStreamCertificateContext Get(string name)
    {
        if (_leaves.TryGetValue(name, out var known) && IsFresh(known)) return known.Context;
        lock (_lock)
        {
            if (_leaves.TryGetValue(name, out known) && IsFresh(known)) return known.Context;
            if (known is null && _leaves.Count >= Most) _leaves.TryRemove(_leaves.MinBy(leaf => leaf.Value.MadeAt));
            return (_leaves[name] = Make(name)).Context;
        }
    }

    public void Dispose() => _key?.Dispose();

    private bool IsFresh(Leaf leaf)
    {
        var age = time.GetUtcNow() - leaf.MadeAt;
        return age < Life / 2 && age > -Backdated;
    }

    private Leaf Make(string name)
    {
        var (now, issuer) = (time.GetUtcNow(), authority.Certificate);
        _key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (from, until) = (Later(now - Backdated, issuer.NotBefore), Earlier(now + Life, issuer.NotAfter));
        using var bare = RequestOf(name, _key).Create(issuer, from, until, RandomNumberGenerator.GetBytes(16));
        return new(SslStreamCertificateContext.Create(bare.CopyWithPrivateKey(_key), additionalCertificates: null, offline: true), now);
    }

    private CertificateRequest RequestOf(string name, ECDsa key)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)); // id-kp-serverAuth, RFC 5280, section 4.2.1.12.
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority.Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        return request;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private sealed record Leaf(SslStreamCertificateContext Context, DateTimeOffset MadeAt);
}
