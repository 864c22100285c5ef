using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Interception;

public sealed class PodAuthorityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("authority-").FullName;
    private readonly ManualTime _time = new();
    private readonly LogLines<PodAuthority> _log = new();

    private string PathOfFile => Path.Combine(_folder, PodAuthority.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Certificate_FirstStart_SignsLeavesAndNothingElse()
    {
        using var authority = Open();
        var certificate = authority.Certificate;

        Assert.StartsWith("CN=AiGateway pod authority ", certificate.Subject, StringComparison.Ordinal);
        var basic = Assert.Single(certificate.Extensions.OfType<X509BasicConstraintsExtension>());
        Assert.Equal((true, true, 0, true), (basic.CertificateAuthority, basic.HasPathLengthConstraint, basic.PathLengthConstraint, basic.Critical));
        Assert.Equal(X509KeyUsageFlags.KeyCertSign, Assert.Single(certificate.Extensions.OfType<X509KeyUsageExtension>()).KeyUsages);
        using var key = certificate.GetECDsaPublicKey();
        Assert.Equal("1.2.840.10045.3.1.7", key!.ExportParameters(includePrivateParameters: false).Curve.Oid.Value); // prime256v1, RFC 5480.
        Assert.True(certificate.NotBefore.ToUniversalTime() < _time.GetUtcNow().AddHours(-23).UtcDateTime);
        Assert.True(certificate.NotAfter.ToUniversalTime() > _time.GetUtcNow().AddYears(5).UtcDateTime);
    }

    /// <summary>RFC 5280, section 4.2.1.10: excluded subtrees of kind iPAddress, every address of both families.</summary>
    [Fact]
    public void Certificate_NameConstraints_ExcludeAddresses()
    {
        using var authority = Open();

        var constraints = Assert.Single(authority.Certificate.Extensions, extension => extension.Oid!.Value == "2.5.29.30");

        Assert.Equal($"3032A130300A8708{new string('0', 16)}30228720{new string('0', 64)}", Convert.ToHexString(constraints.RawData));
    }

    [Fact]
    public void Certificate_SidecarRestarts_IsTheSame()
    {
        using var before = Open();
        using var after = Open();

        Assert.Equal(before.Certificate.RawData, after.Certificate.RawData);
        using (var certificate = Sign(after.Certificate)) Assert.True(Trusts(before.Certificate, certificate));
        Assert.Single(_log.Lines, line => line.Contains("was made", StringComparison.Ordinal));
    }

    [Fact]
    public void Certificate_Kept_IsReadByItsOwnerAloneAndNothingStandsBeside()
    {
        using var authority = Open();
        _ = authority.Certificate;

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(PathOfFile));
        Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Certificate_EveryPod_HasItsOwn()
    {
        using var one = Open();
        var first = one.Certificate.RawData;
        File.Delete(PathOfFile);
        using var other = Open();

        Assert.NotEqual(first, other.Certificate.RawData);
        Assert.NotEqual(one.Certificate.Subject, other.Certificate.Subject);
    }

    public static TheoryData<string> Unusable => [.. Damages.Keys];

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Certificate_KeptOneIsDamagedOrForeign_IsMadeAnewAndToldWithoutIt(string damage)
    {
        using var first = Open();
        var before = first.Certificate.RawData;
        Damages[damage](PathOfFile);
        var damaged = File.Exists(PathOfFile) ? File.ReadAllText(PathOfFile) : "";

        using var second = Open();

        Assert.NotEqual(before, second.Certificate.RawData);
        using var third = Open();
        Assert.Equal(second.Certificate.RawData, third.Certificate.RawData);
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(PathOfFile));
        Assert.Single(_log.Lines, line => line.Contains("not usable", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("-----", StringComparison.Ordinal) || (damaged.Length > 0 && line.Contains(damaged, StringComparison.Ordinal)));
    }

    [Fact]
    public void Certificate_KeptOneIsOver_IsMadeAnew()
    {
        using var first = Open();
        var before = first.Certificate.RawData;
        _time.Advance(TimeSpan.FromDays(3600));

        using var second = Open();

        Assert.NotEqual(before, second.Certificate.RawData);
    }

    [Fact]
    public void Certificate_FolderThatCannotBeWritten_ServesAndSaysSo()
    {
        using var authority = new PodAuthority(Path.Combine(_folder, "absent"), _time, _log);

        Assert.True(authority.Certificate.HasPrivateKey);
        Assert.Contains(_log.Lines, line => line.Contains("could not be kept", StringComparison.Ordinal));
    }

    [Fact]
    public void Pem_EndsItsLine()
    {
        using var authority = Open();

        Assert.EndsWith("-----END CERTIFICATE-----\n", authority.Pem, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", authority.Pem, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, Action<string>> Damages = new()
    {
        ["empty"] = path => Overwrite(path, ""),
        ["cut"] = path => Overwrite(path, File.ReadAllText(path)[..500]),
        ["noise"] = path => Overwrite(path, "sk-not-a-certificate"),
        ["without its key"] = path => Overwrite(path, File.ReadAllText(path).Split("-----BEGIN PRIVATE KEY")[0]),
        ["another's key"] = path =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Overwrite(path, File.ReadAllText(path).Split("-----BEGIN PRIVATE KEY")[0] + key.ExportPkcs8PrivateKeyPem());
        },
        ["another authority"] = path => Overwrite(path, Foreign()),
        ["too long"] = path => Overwrite(path, File.ReadAllText(path) + new string('\n', 20_000)),
        ["readable for others"] = path => File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead),
        ["writable"] = path => File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite),
        ["a link"] = path =>
        {
            File.Move(path, path + ".elsewhere");
            File.CreateSymbolicLink(path, path + ".elsewhere");
        },
    };

    private static void Overwrite(string path, string text)
    {
        File.Delete(path);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
    }

    /// <summary>An authority with its key, of somebody else's making.</summary>
    private static string Foreign()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=somebody else", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    private PodAuthority Open() => new(_folder, _time, _log);

    private X509Certificate2 Sign(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=leaf", key, HashAlgorithmName.SHA256).Create(authority, _time.GetUtcNow(), _time.GetUtcNow().AddDays(1), [1, 2, 3]);
    }

    private bool Trusts(X509Certificate2 root, X509Certificate2 certificate)
    {
        using var chain = new X509Chain { ChainPolicy = Interceptor.Trusting(root, _time.GetUtcNow().UtcDateTime) };
        return chain.Build(certificate);
    }
}
