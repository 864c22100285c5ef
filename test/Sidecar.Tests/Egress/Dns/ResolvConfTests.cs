using AiGateway.Sidecar.Egress.Dns;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

public sealed class ResolvConfTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly ManualTime _time = new();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Parse_AKubeletsFile_HasServersAndSearch()
    {
        var conf = ResolvConf.Parse("search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n");

        Assert.Equal(["10.96.0.10"], conf.Servers.Select(server => $"{server}"));
        Assert.Equal(["shop.svc.cluster.local", "svc.cluster.local", "cluster.local"], conf.Search);
    }

    [Fact]
    public void Parse_OddLines_TakesWhatTheCLibraryTakes()
    {
        var conf = ResolvConf.Parse("# nameserver 1.1.1.1\n;x\nnameserver\t10.0.0.1 # first\nnameserver not-one\nnameserver fd00::a\nnameserver 10.0.0.3\nnameserver 10.0.0.4\ndomain old.example\nsearch New.Example.\n");

        Assert.Equal(["10.0.0.1", "fd00::a", "10.0.0.3"], conf.Servers.Select(server => $"{server}"));
        Assert.Equal(["new.example"], conf.Search);
    }

    [Theory]
    [InlineData("kubernetes.default.svc.cluster.local", true)]
    [InlineData("api.openai.com.shop.svc.cluster.local", true)]
    [InlineData("cluster.local", false)]
    [InlineData("evil-cluster.local", false)]
    [InlineData("xcluster.local", false)]
    [InlineData("cluster.local.evil.example", false)]
    [InlineData("local", false)]
    [InlineData("", false)]
    public void IsBelowSearch_Name_MustEndInAWholeDomain(string name, bool expected) =>
        Assert.Equal(expected, ResolvConf.Parse("search svc.cluster.local cluster.local").IsBelowSearch(name));

    [Theory]
    [InlineData("search .")]
    [InlineData("search com local")]
    [InlineData("search")]
    public void IsBelowSearch_DomainThatIsHalfTheWorld_IsNone(string line) => Assert.False(ResolvConf.Parse(line).IsBelowSearch("evil.com"));

    [Fact]
    public void Current_FileChanged_IsReadAnew()
    {
        var file = new ResolvConfFile(_path, _time);
        File.WriteAllText(_path, "nameserver 10.0.0.1\n");
        Assert.Equal("10.0.0.1", $"{Assert.Single(file.Current.Servers)}");

        File.WriteAllText(_path, "nameserver 10.0.0.22\n");
        Assert.Equal("10.0.0.1", $"{Assert.Single(file.Current.Servers)}");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("10.0.0.22", $"{Assert.Single(file.Current.Servers)}");
    }

    [Fact]
    public void Current_FileGoneOrTooLong_LeavesWhatWas()
    {
        var file = new ResolvConfFile(_path, _time);
        File.WriteAllText(_path, "nameserver 10.0.0.1\n");
        Assert.Single(file.Current.Servers);

        File.WriteAllText(_path, new string('#', ResolvConfFile.MaxBytes + 1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(file.Current.Servers);
        File.Delete(_path);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Single(file.Current.Servers);
    }
}
