using AiGateway.Sidecar.Redirects;

namespace AiGateway.Sidecar.Tests.Redirects;

public sealed class RedirectArgumentsTests
{
    [Fact]
    public void Read_Nothing_IsTheSidecarAtItsPorts()
    {
        var read = Read();

        Assert.Equal([15080u], read.Exempt);
        Assert.Equal((15081, 15084, false, null), (read.Transparent, read.Dns, read.Lower, read.Proof));
        Assert.Equal("/etc/resolv.conf", read.ResolvConf);
    }

    [Fact]
    public void Read_Everything_IsRead()
    {
        var read = Read("--exempt", "15080", "--exempt", "1337", "--transparent", "1", "--dns", "65535", "--lower", "--resolv-conf", "/r", "/proof");

        Assert.Equal([15080u, 1337u], read.Exempt);
        Assert.Equal((1, 65535, true, "/proof", "/r"), (read.Transparent, read.Dns, read.Lower, read.Proof, read.ResolvConf));
    }

    [Theory]
    [InlineData("--exempt: a user id", "--exempt")]
    [InlineData("--exempt: a user id", "--exempt", "0")]
    [InlineData("--exempt: a user id", "--exempt", "15081")]
    [InlineData("--exempt: a user id", "--exempt", "4294967295")]
    [InlineData("--exempt: a user id", "--exempt", "root")]
    [InlineData("--transparent: a port", "--transparent", "0")]
    [InlineData("--dns: a port", "--dns", "+53")]
    [InlineData("--resolv-conf: a file", "--resolv-conf")]
    [InlineData("--all: there are", "--all", "x")]
    [InlineData("/a: a file comes last", "/a", "/b")]
    public void Read_Nonsense_SaysWhatIsWanted(string expected, params string[] words)
    {
        Assert.Null(RedirectArguments.Read(words, out var error));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyExempt_IsBounded() =>
        Assert.Null(RedirectArguments.Read([.. Enumerable.Range(1, 20).SelectMany(user => new[] { "--exempt", $"{user}" })], out _));

    private static RedirectArguments Read(params string[] words) => RedirectArguments.Read(words, out var error) ?? throw new InvalidOperationException(error);
}
