using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Contracts;
using AiGateway.Sidecar.Egress.Interception;

namespace AiGateway.Sidecar.Tests.Egress.Interception;

public sealed class LeafCertificatesTests : IDisposable
{
    private readonly Interceptor _room = new();

    public void Dispose() => _room.Dispose();

    [Theory]
    [InlineData("api.openai.com")]
    [InlineData("a-team_1.openai.azure.com")]
    public void Get_Name_StandsForThatNameAloneAndIsSignedByThePod(string name)
    {
        var leaf = _room.Leaves.Get(name).TargetCertificate;

        Assert.Equal([name], Assert.Single(leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()).EnumerateDnsNames());
        Assert.Equal("1.3.6.1.5.5.7.3.1", Assert.Single(Assert.Single(leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>()).EnhancedKeyUsages.Cast<Oid>()).Value);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, Assert.Single(leaf.Extensions.OfType<X509KeyUsageExtension>()).KeyUsages);
        Assert.False(Assert.Single(leaf.Extensions.OfType<X509BasicConstraintsExtension>()).CertificateAuthority);
        Assert.True(leaf.HasPrivateKey);
        Assert.True(Trusted(leaf));
    }

    [Theory]
    [InlineData("xn--a.openai.azure.com")]
    [InlineData("xn--0.openai.azure.com")]
    [InlineData("xn--99zzzzzzzzz.openai.azure.com")]
    [InlineData("xn--xn--a.openai.azure.com")]
    [InlineData("xn--a-ecp.openai.azure.com")]
    [InlineData("ab--cd.openai.azure.com")]
    [InlineData("_.openai.azure.com")]
    public void Get_NameThatIsNoneInAnyLanguage_IsServedAsItIs(string name)
    {
        Assert.Equal(name, EgressTarget.NormalizeName(name));
        Assert.Equal([name], Assert.Single(_room.Leaves.Get(name).TargetCertificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()).EnumerateDnsNames());
    }

    [Fact]
    public void Get_LongestName_IsServed()
    {
        var name = string.Join('.', Enumerable.Repeat(new string('a', 62), 4)) + ".b";
        Assert.Equal(253, name.Length);

        Assert.True(Trusted(_room.Leaves.Get(name).TargetCertificate));
    }

    [Fact]
    public void Get_SameName_IsMadeOnceAndTwoNamesShareAKey()
    {
        var first = _room.Leaves.Get("api.openai.com");

        Assert.Same(first, _room.Leaves.Get("api.openai.com"));
        Assert.Equal(first.TargetCertificate.GetPublicKey(), _room.Leaves.Get("api.anthropic.com").TargetCertificate.GetPublicKey());
        Assert.NotEqual(first.TargetCertificate.SerialNumber, _room.Leaves.Get("api.anthropic.com").TargetCertificate.SerialNumber);
    }

    [Fact]
    public void Get_MoreNamesThanAreKept_GivesTheOldestUp()
    {
        var oldest = _room.Leaves.Get("0.openai.azure.com");
        for (var n = 1; n < LeafCertificates.Most; n++)
        {
            _room.Time.Advance(TimeSpan.FromSeconds(1));
            _room.Leaves.Get($"{n}.openai.azure.com");
        }

        var second = _room.Leaves.Get("1.openai.azure.com");
        Assert.Same(oldest, _room.Leaves.Get("0.openai.azure.com"));
        _room.Leaves.Get("new.openai.azure.com");

        Assert.Equal(LeafCertificates.Most, _room.Leaves.Count);
        Assert.Same(second, _room.Leaves.Get("1.openai.azure.com"));
        Assert.NotSame(oldest, _room.Leaves.Get("0.openai.azure.com"));
        Assert.Equal(LeafCertificates.Most, _room.Leaves.Count);
    }

    [Fact]
    public void Get_LongBeforeItEnds_IsMadeAnew()
    {
        var first = _room.Leaves.Get("api.openai.com");
        _room.Time.Advance(TimeSpan.FromDays(6));
        Assert.Same(first, _room.Leaves.Get("api.openai.com"));

        _room.Time.Advance(TimeSpan.FromDays(2));
        var second = _room.Leaves.Get("api.openai.com");

        Assert.NotSame(first, second);
        Assert.True(first.TargetCertificate.NotAfter.ToUniversalTime() > _room.Time.GetUtcNow().AddDays(5).UtcDateTime);
        Assert.Equal(1, _room.Leaves.Count);
    }

    [Theory]
    [InlineData(-20)]
    [InlineData(-100)]
    public void Get_ClockSetBack_IsTrustedOrAtLeastMade(int hours)
    {
        _room.Leaves.Get("api.openai.com");
        _room.Time.Advance(TimeSpan.FromHours(hours));

        var leaf = _room.Leaves.Get("api.openai.com").TargetCertificate;

        Assert.Equal(hours > -24, Trusted(leaf));
    }

    [Fact]
    public async Task Get_ManyAtOnce_MakesOne()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () => _room.Leaves.Get("api.openai.com"), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Single(made.Distinct());
    }

    private bool Trusted(X509Certificate2 leaf)
    {
        using var chain = new X509Chain { ChainPolicy = Interceptor.Trusting(_room.Authority.Certificate, _room.Time.GetUtcNow().UtcDateTime) };
        return chain.Build(leaf);
    }
}
