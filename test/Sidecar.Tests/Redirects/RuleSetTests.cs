using System.Net;
using AiGateway.Sidecar.Redirects;
using AiGateway.Sidecar.Redirects.Kernel;

namespace AiGateway.Sidecar.Tests.Redirects;

public sealed class RuleSetTests
{
    private static readonly IPAddress[] NameServers = [IPAddress.Parse("10.96.0.10"), IPAddress.Parse("fd00:96::10")];
    private static readonly IPAddress[] Own = [IPAddress.Parse("fd00:90::2")];

    /// <summary>What a rule says of itself is what nft reads back from the kernel: test/Egress.Tests holds the file to that.</summary>
    [Theory]
    [InlineData("ip", "nat-output")]
    [InlineData("ip", "filter-output")]
    [InlineData("ip6", "nat-output")]
    [InlineData("ip6", "filter-output")]
    public void Text_EveryRule_IsAsNftPrintsIt(string family, string chain)
    {
        var golden = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", $"{family}.nft"))
            .SkipWhile(line => line.Trim() != $"chain {chain} {{").Skip(2).TakeWhile(line => line.Trim() != "}").Select(line => line.Trim());

        Assert.Equal(golden, Chain(family, chain, new()).Rules.Select(rule => rule.Text));
    }

    [Theory]
    [InlineData("ip")]
    [InlineData("ip6")]
    public void Rules_MetadataAddresses_AreDroppedBeforeAnybodyIsLetThrough(string family)
    {
        var rules = Chain(family, "filter-output", new() { Exempt = [15080, 1337] }).Rules.Select(rule => rule.Text).ToList();

        var lastDrop = rules.FindLastIndex(rule => rule.Contains("daddr", StringComparison.Ordinal) && rule.EndsWith("drop", StringComparison.Ordinal));
        Assert.All(rules.Select((rule, index) => (rule, index)).Where(pair => pair.rule is "meta skuid 15080 accept" or "meta skuid 1337 accept"), pair => Assert.True(pair.index > lastDrop));
        Assert.Equal(2, rules.Count(rule => rule is "meta skuid 15080 accept" or "meta skuid 1337 accept"));
    }

    [Fact]
    public void Rules_OtherPorts_AreUsed()
    {
        var rules = Chain("ip", "nat-output", new() { Transparent = 25081, Dns = 25084 }).Rules.Select(rule => rule.Text).ToList();

        Assert.Equal("meta l4proto tcp redirect to :25081", rules[^1]);
        Assert.Contains("ip daddr 10.96.0.10 udp dport 53 redirect to :25084", rules);
    }

    private static Chain Chain(string family, string name, RedirectArguments arguments) =>
        new RuleSet(family == "ip" ? Family.Ip : Family.Ip6, arguments, NameServers, Own).Table.Chains.Single(chain => chain.Name == name);
}
