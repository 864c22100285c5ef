using AiGateway.Sidecar.Redirects;

namespace AiGateway.Sidecar.Tests.Redirects;

/// <summary>What the kernel and the kubelet say of a pod: its addresses, its name servers, its rights.</summary>
public sealed class PodFactsTests
{
    [Theory]
    [InlineData("nameserver 10.96.0.10\n", "10.96.0.10")]
    [InlineData("# a comment\nsearch a.b\nnameserver\t169.254.20.10 \r\n nameserver fd00::10\n", "169.254.20.10 fd00::10")]
    [InlineData("nameserver 1.1.1.1\nnameserver 1.1.1.1\nnameserver ::ffff:1.1.1.1", "1.1.1.1")]
    [InlineData("nameserver\nnameserver x\nnameservers 1.1.1.1\n;nameserver 2.2.2.2\n", "")]
    [InlineData("", "")]
    public void NameServers_OfAFile_AreRead(string text, string expected) => Assert.Equal(expected, string.Join(' ', NameServers.Parse(text)));

    [Fact]
    public void NameServers_TooMany_AreBounded() =>
        Assert.Equal(NameServers.Most, NameServers.Parse(string.Concat(Enumerable.Range(1, 50).Select(number => $"nameserver 10.0.0.{number}\n"))).Count);

    [Fact]
    public void NameServers_OfAnEndlessFile_AreNotRead() => Assert.Throws<IOException>(() => NameServers.Read("/dev/zero"));

    [Fact]
    public void PodAddresses_OfTheKernelsList_AreThoseOutsideLoopback() => Assert.Equal("fd00:90::2 fe80::a", string.Join(' ', PodAddresses.Parse(
    [
        "fe80000000000000000000000000000a 02 40 20 80     eth0",
        "00000000000000000000000000000001 01 80 10 80       lo",
        "fd000090000000000000000000000002 02 40 00 80     eth0",
        "",
    ])));

    [Theory]
    [InlineData("15081\t15081\t15081\t15081", "0000000000000000", null)]
    [InlineData("0\t0\t0\t0", "00000000a80425fb", null)]
    [InlineData("0\t0\t0\t0", "00000000a80435fb", "NET_ADMIN")]
    [InlineData("15081\t15081\t15081\t15081", "0000000000001000", "NET_ADMIN")]
    [InlineData("0\t0\t0\t15080", "0000000000000000", "the sidecar's user 15080")]
    public void ProcessRights_OfTheKernelsStatus_SayWhatItSeesIsWorth(string users, string capabilities, string? expected)
    {
        var why = ProcessRights.Parse(["Name:\tx", $"Uid:\t{users}", "Gid:\t0\t0\t0\t0", $"CapEff:\t{capabilities}"]).WhyItProvesNothing;

        if (expected is null) Assert.Null(why);
        else Assert.Contains(expected, why, StringComparison.Ordinal);
    }

    [Fact]
    public void PodMessages_AFailure_IsInTheContainersLastWordsUpToWhatTheKubeletReads()
    {
        var file = Path.GetTempFileName();
        try
        {
            var errors = new StringWriter();
            new PodMessages(errors, file).Fail(new string('x', 10_000));

            Assert.Equal(4096, new FileInfo(file).Length);
            Assert.Equal(10_000, errors.ToString().TrimEnd().Length);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
