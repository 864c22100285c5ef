using System.Text.RegularExpressions;
using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

public sealed partial class RedirectTests(SidecarProgram program) : IClassFixture<SidecarProgram>
{
    [Fact]
    public async Task Redirect_Twice_LeavesOneSet()
    {
        Skips.WhereNoNamespaces();
        using var pod = RedirectedPod.Plain();
        var first = await RunAsync(pod);

        var second = await RunAsync(pod);

        // It counts what the kernel has in the end.
        Assert.Equal(0, second.Code);
        Assert.Matches(@"redirect: [0-9]+ rules stand in table ip aigateway", first.Told);
        Assert.Equal(first.Told, second.Told);
    }

    [Fact]
    public async Task Redirect_OtherNameServersTheSecondTime_LeavesNothingOfTheFirst()
    {
        Skips.WhereNoNamespaces();
        Skips.WhereNo("nft");
        using var pod = RedirectedPod.Plain();
        await RunAsync(pod, "--exempt", "1337");
        pod.Network.WriteResolvConf(PodNetwork.LocalNameServer);

        await RunAsync(pod);

        var rules = Rules(pod, "ip");
        Assert.DoesNotContain("10.96.0.10", rules, StringComparison.Ordinal);
        Assert.DoesNotContain("1337", rules, StringComparison.Ordinal);
        Assert.Contains("169.254.20.10", rules, StringComparison.Ordinal);
    }

    /// <summary>What the kernel has is what stands in the golden file; nft reads it back, which is not our code.</summary>
    [Theory]
    [InlineData("ip")]
    [InlineData("ip6")]
    public async Task Redirect_TheKernelsRules_AreTheGoldenOnes(string family)
    {
        Skips.WhereNoNamespaces();
        Skips.WhereNo("nft");
        using var pod = RedirectedPod.Plain();

        await RunAsync(pod);

        var golden = Path.Combine(Checkout.Root, "test/Egress.Tests/golden", $"{family}.nft");
        var rules = LinkLocal().Replace(Rules(pod, family), "");
        if (Environment.GetEnvironmentVariable("GOLDEN") == "rewrite") await File.WriteAllTextAsync(golden, rules, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(golden, TestContext.Current.CancellationToken), rules);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0, "--lower")]
    public async Task Redirect_WithoutNetAdmin_NamesTheRight(int expected, params string[] more)
    {
        Skips.WhereNoNamespaces();
        using var pod = RedirectedPod.Plain();

        var (code, told) = await program.RunAsync(pod.Network.Pod, 15081, ["redirect", "--resolv-conf", pod.Network.ResolvConf, .. more]);

        Assert.Equal(expected, code);
        Assert.Contains("(EPERM): this container lacks the capability NET_ADMIN", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_IPv6Off_StillHoldsIPv4()
    {
        Skips.WhereNoNamespaces();
        using var pod = RedirectedPod.Plain();
        pod.Network.Pod.Set("net/ipv6/conf/all/disable_ipv6", "1");

        var (code, told) = await RunAsync(pod);

        Assert.True(code == 0, told);
        Assert.Contains("table ip aigateway", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--exempt", "0")]
    [InlineData("--exempt", "15081")]
    [InlineData("--exempt", "-1")]
    [InlineData("--exempt")]
    [InlineData("--transparent", "65536")]
    [InlineData("--mark", "1")]
    [InlineData("/a/file")]
    public async Task Redirect_BadArguments_EndsWith78(params string[] arguments)
    {
        Skips.WhereNoNamespaces();
        using var pod = RedirectedPod.Plain();

        Assert.Equal(78, (await program.RunAsync(pod.Network.Pod, 0, ["redirect", .. arguments])).Code);
    }

    [Fact]
    public async Task Redirect_NoListOfNameServers_Fails()
    {
        Skips.WhereNoNamespaces();
        using var pod = RedirectedPod.Plain();

        var (code, told) = await program.RunAsync(pod.Network.Pod, 0, "redirect", "--resolv-conf", "/nowhere/resolv.conf");

        Assert.Equal(1, code);
        Assert.Contains("the name servers could not be read", told, StringComparison.Ordinal);
    }

    private Task<(int Code, string Told)> RunAsync(RedirectedPod pod, params string[] more) =>
        program.RunAsync(pod.Network.Pod, 0, ["redirect", "--resolv-conf", pod.Network.ResolvConf, .. more]);

    private static string Rules(RedirectedPod pod, string family) => pod.Network.Pod.Run("nft", "-s", "-y", "list", "table", family, "aigateway");

    /// <summary>A link-local address is made from a random hardware address, and only once the kernel sees the other end of the link.</summary>
    [GeneratedRegex(" ip6 saddr != fe80::[0-9a-f:]+", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex LinkLocal();
}
