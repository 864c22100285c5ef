using AiGateway.Sidecar.Redirects;
using AiGateway.Sidecar.Redirects.Kernel;

namespace AiGateway.Sidecar.Tests.Redirects.Kernel;

public sealed class LandingTests
{
    private static readonly RuleSet Rules = new(Family.Ip, new RedirectArguments(), [], []);

    [Theory]
    [InlineData(95, "table ip aigateway", "the node's kernel lacks nf_tables; load it on the node, as modprobe nf_tables")]
    [InlineData(2, "chain nat-output of type nat", "nft_chain_nat")]
    [InlineData(2, "rule \"meta l4proto tcp redirect to :15081\"", "nft_redir")]
    [InlineData(2, "rule \"ct direction reply accept\"", "nft_ct")]
    [InlineData(2, "rule \"meta skuid >= 0 counter drop\"", "nft_counter")]
    [InlineData(93, "rule \"meta skuid 15080 return\"", "nf_tables")]
    [InlineData(1, "table ip aigateway", "lacks the capability NET_ADMIN")]
    [InlineData(13, "chain filter-output", "lacks the capability NET_ADMIN")]
    [InlineData(12, "chain filter-output", "(error 12): the kernel refused it")]
    public void Failed_OfAPart_NamesItAndWhatItTakes(int errno, string name, string expected)
    {
        var part = RuleMessages.Replace(Rules.Table).Parts.Values.First(part => part.Name.StartsWith(name, StringComparison.Ordinal));

        var landing = Landing.Failed(part, new(1, errno, null));

        Assert.StartsWith(name, landing.Problem, StringComparison.Ordinal);
        Assert.Contains(expected, landing.Problem, StringComparison.Ordinal);
        Assert.Equal(errno is 2 or 93 or 95, landing.Missing);
    }

    [Fact]
    public void Failed_WithTheKernelsWords_RepeatsThem() =>
        Assert.Contains("(ENOENT: No such thing)", Landing.Failed(new("x", "y"), new(1, 2, "No such thing")).Problem, StringComparison.Ordinal);

    /// <summary>Every message is asked about: one that nobody answers for is one that did not land.</summary>
    [Fact]
    public void Replace_EveryMessageBetweenTheBatchsEnds_AsksForAnAcknowledgement()
    {
        var messages = RuleMessages.Replace(Rules.Table);
        var sent = NetlinkMessage.Read(messages.Bytes).ToList();

        Assert.Equal([0x10, 0x11], [sent[0].Type, sent[^1].Type]);
        Assert.All(sent[1..^1], message => Assert.True((message.Flags & 4) != 0 && messages.Parts.ContainsKey(message.Sequence)));
        Assert.Equal(3 + 2 + Rules.Table.RuleCount, messages.Parts.Count);
    }
}
