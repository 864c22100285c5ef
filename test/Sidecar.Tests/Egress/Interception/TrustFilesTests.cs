using System.Security.Cryptography.X509Certificates;
using AiGateway.Rig;
using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Interception;

public sealed class TrustFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trust-").FullName;
    private readonly Interceptor _room = new();
    private readonly TestAuthority _public = new("a public root");
    private readonly TestAuthority _company = new("the company's root");
    private readonly LogLines<TrustFiles> _log = new();

    public TrustFilesTests()
    {
        Directory.CreateDirectory(Agents);
        File.WriteAllText(PublicRoots, $"# of the image\n{_public.Pem.TrimEnd('\n')}");
    }

    private string Agents => Path.Combine(_folder, "agents");

    private string PublicRoots => Path.Combine(_folder, "ca-certificates.crt");

    private string CompanyRoots => Path.Combine(_folder, "company.pem");

    private string Bundle => Path.Combine(Agents, TrustFiles.BundleName);

    public void Dispose()
    {
        _room.Dispose();
        _public.Dispose();
        _company.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Write_BothFiles_HoldWhatTheyAreForAndEveryoneReadsThem()
    {
        File.WriteAllText(CompanyRoots, _company.Pem);
        using var files = Files();

        files.Write();

        Assert.True(files.Stand);
        Assert.Equal([Own], Subjects(Path.Combine(Agents, TrustFiles.AuthorityName)));
        Assert.Equal(["CN=a public root", "CN=the company's root", Own], Subjects(Bundle));
        Assert.All(Directory.GetFiles(Agents), path => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(path)));
        Assert.Equal(2, Directory.GetFiles(Agents).Length);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Write_RealPublicRoots_CanAllBeRead()
    {
        var roots = TrustOptions.PublicRootsOf(null).FirstOrDefault(File.Exists);
        Assert.SkipWhen(roots is null, "SKIPPED: this machine has no public roots.");
        using var files = new TrustFiles(new() { Folder = Agents, PublicRoots = [roots!] }, _room.Authority, _room.Time, _log);

        files.Write();

        Assert.Equal(Subjects(roots!).Append(Own), Subjects(Bundle));
    }

    [Fact]
    public void Write_KeyBesideACertificate_StaysBehind()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        File.WriteAllText(CompanyRoots, $"{key.ExportPkcs8PrivateKeyPem()}\nleft by mistake\n{_company.Pem}{key.ExportECPrivateKeyPem()}\n");
        using var files = Files();

        files.Write();

        Assert.Equal(["CN=a public root", "CN=the company's root", Own], Subjects(Bundle));
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(Bundle), StringComparison.Ordinal);
        Assert.DoesNotContain("mistake", File.ReadAllText(Bundle), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoPublicRoots_IsToldAndTheRestIsWritten()
    {
        File.Delete(PublicRoots);
        using var files = Files(withRoots: false);

        files.Write();

        Assert.Equal([Own], Subjects(Bundle));
        Assert.Contains("no public roots", Assert.Single(_log.Lines, line => line.Contains(PublicRoots, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    public static TheoryData<string> BadRoots => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadRoots))]
    public void Write_CompanyRootsThatCannotBeRead_AreToldByNameAndNothingElse(string kind)
    {
        Bad[kind](CompanyRoots);
        using var files = Files();

        files.Write();

        Assert.True(files.Stand);
        Assert.Equal(["CN=a public root", Own], Subjects(Bundle));
        var told = Assert.Single(_log.Lines);
        Assert.Contains(CompanyRoots, told, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", told, StringComparison.Ordinal);
    }

    /// <summary>A ConfigMap's file is a link to a link; the one in the middle is replaced.</summary>
    [Fact]
    public async Task Execute_ConfigMapChanges_BundleIsWrittenAnew()
    {
        var (data, stop) = (Path.Combine(_folder, "..data"), TestContext.Current.CancellationToken);
        Swap(data, "first", _public.Pem);
        File.CreateSymbolicLink(CompanyRoots, "..data");
        using var files = Files();
        files.Write();
        Assert.DoesNotContain("CN=the company's root", Subjects(Bundle));
        await files.StartAsync(stop);

        Swap(data, "second", _company.Pem);
        await WhenAsync(() => Subjects(Bundle).Contains("CN=the company's root"), "the new roots are there");
        File.Delete(data);
        var looks = 0;
        await WhenAsync(() => !_log.Lines.IsEmpty && ++looks > 20, "it is told that they are gone, and time goes on");
        await files.StopAsync(stop);

        Assert.Contains("CN=the company's root", Subjects(Bundle));
        Assert.Single(_log.Lines);
    }

    [Fact]
    public async Task Execute_FolderThatCannotBeWritten_IsToldOnceAndTriedAgain()
    {
        Directory.Delete(Agents);
        using var files = Files(withRoots: false);
        files.Write();
        await files.StartAsync(TestContext.Current.CancellationToken);
        Assert.False(files.Stand);
        for (var n = 0; n < 3; n++) _room.Time.Advance(TimeSpan.FromSeconds(1));

        Directory.CreateDirectory(Agents);
        await WhenAsync(() => files.Stand, "they are written");
        await files.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["CN=a public root", Own], Subjects(Bundle));
        Assert.Single(_log.Lines);
    }

    [Fact]
    public async Task Write_NothingIntercepted_WritesNothingAndMakesNoAuthority()
    {
        using var files = new TrustFiles(new(), _room.Authority, _room.Time, _log);

        files.Write();
        await files.StartAsync(TestContext.Current.CancellationToken);

        Assert.True(files.Stand);
        Assert.Empty(_room.Log.Lines);
        Assert.Empty(Directory.GetFiles(Agents));
    }

    private static readonly Dictionary<string, Action<string>> Bad = new()
    {
        ["absent"] = _ => { },
        ["a folder"] = path => Directory.CreateDirectory(path),
        ["no certificate"] = path => File.WriteAllText(path, "c2VjcmV0"),
        ["a block that is none"] = path => File.WriteAllText(path, "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n"),
        ["too long"] = path => File.WriteAllBytes(path, new byte[PemRoots.MostBytes + 1]),
    };

    private string Own => _room.Authority.Certificate.Subject;

    private TrustFiles Files(bool withRoots = true) =>
        new(new() { Folder = Agents, RootsFile = withRoots ? CompanyRoots : null, PublicRoots = [PublicRoots] }, _room.Authority, _room.Time, _log);

    private async Task WhenAsync(Func<bool> condition, string what) => await Eventually.HoldsAsync(
        () =>
        {
            _room.Time.Advance(TimeSpan.FromSeconds(10));
            return condition();
        },
        what);

    private static void Swap(string link, string version, string pem)
    {
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(link)!, version), pem);
        File.CreateSymbolicLink(link + "_tmp", version);
        File.Move(link + "_tmp", link, overwrite: true);
    }

    private static IEnumerable<string> Subjects(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return [.. certificates.Select(certificate => certificate.Subject)];
    }
}
