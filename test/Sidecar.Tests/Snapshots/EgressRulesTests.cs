using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>Where one policy lets an agent connect, case by case, in the order in which the decision is made.</summary>
public sealed class EgressRulesTests
{
    private const string Everything = "0.0.0.0/0:* [::/0]:*";

    [Theory]
    [InlineData("127.0.0.1:15081", "NotRedirected")]
    [InlineData("127.9.9.9:443", "NotRedirected")]
    [InlineData("[::1]:15081", "NotRedirected")]
    [InlineData("[::ffff:127.0.0.1]:443", "NotRedirected")]
    [InlineData("0.0.0.0:443", "NotRedirected")]
    [InlineData("[::]:443", "NotRedirected")]
    [InlineData("169.254.169.254:80", "AddressRefused")]
    [InlineData("[::ffff:169.254.169.254]:80", "AddressRefused")]
    [InlineData("[64:ff9b::169.254.169.254]:80", "AddressRefused")]
    [InlineData("[64:ff9b::127.0.0.1]:80", "AddressRefused")]
    [InlineData("169.254.1.1:80", "AddressRefused")]
    [InlineData("100.100.100.200:80", "AddressRefused")]
    [InlineData("168.63.129.16:80", "AddressRefused")]
    [InlineData("[fd00:ec2::254]:80", "AddressRefused")]
    [InlineData("[fe80::1]:443", "AddressRefused")]
    [InlineData("224.0.0.1:443", "AddressRefused")]
    [InlineData("metadata.google.internal@10.0.0.5:80", "AddressRefused")]
    [InlineData("metadata.google.internal:80", "AddressRefused")]
    public void A_AddressThatNobodyMayReach_IsRefusedWhateverIsAllowed(string to, string reason)
    {
        AssertDenied(reason, Of(Everything + " -*.example.com *.internal:*"), to);
        AssertDenied(reason, new([GivenEgress.Audit("*.example.com")]), to);
    }

    [Fact]
    public void A_AgentThatMayNotConnectAtAll_IsDeniedUnpeekedWithItsReason()
    {
        var open = GivenEgress.Policy(Everything + " *.example.com");

        Assert.Equal(("Suspended", "shop/base", "suspended"), Told([open with { Suspended = true }]));
        Assert.Equal(("Suspended", "shop/trial", "suspended"), Told([open, GivenEgress.Audit("") with { Suspended = true }]));
        Assert.Equal(("Suspended", "shop/top", "suspended"), Told([open, GivenEgress.Ceiling("") with { Suspended = true }]));
        Assert.Equal(("PolicyUnfit", "shop/base", "egress: not known here"), Told([open with { Unfit = "egress: not known here" }]));
        Assert.Equal(("NoPolicy", "", "no policy selects this agent"), Told([]));
        Assert.Equal(("NoPolicy", "", "no policy selects this agent"), Told([GivenEgress.Ceiling(Everything)]));

        static (string, string, string) Told(PolicyRule[] policies)
        {
            var rules = new EgressRules([.. policies]);
            var verdict = rules.Decide(System.Net.IPEndPoint.Parse("192.0.2.7:443"))!.Value;
            Assert.Equal(EgressAction.Deny, verdict.Action);
            Assert.Equal(verdict, rules.Decide("a.example.com", 443, null));
            return (verdict.Reason.ToString(), verdict.Policy, verdict.Rule);
        }
    }

    [Fact]
    public void AB_Order_AddressesOfNobodyThenTheAgentThenDeniedAddresses()
    {
        var suspended = new EgressRules([GivenEgress.Policy("-10.0.0.0/8:*") with { Suspended = true }]);

        AssertDenied("NotRedirected", suspended, "127.0.0.1:443");
        AssertDenied("AddressRefused", suspended, "169.254.169.254:80");
        AssertDenied("Suspended", suspended, "10.1.2.3:443");
    }

    [Theory]
    [InlineData("10.1.2.3:5432")]
    [InlineData("[::ffff:10.1.2.3]:5432")]
    [InlineData("[64:ff9b::10.1.2.3]:5432")]
    [InlineData("a.example.com@10.1.2.3:443")]
    public void B_DeniedAddress_IsDeniedUnpeekedWhateverIsAllowed(string to)
    {
        var (verdict, peeked) = Of(Everything + " a.example.com !a.example.com -10.0.0.0/8:*").Connect(to);

        Assert.Equal((EgressAction.Deny, EgressReason.Denied, "shop/base", "egress.deny: 10.0.0.0/8:*", false), (verdict.Action, verdict.Reason, verdict.Policy, verdict.Rule, peeked));
    }

    [Theory]
    [InlineData("10.1.2.3:5432", "10.0.0.0/8:5432")]
    [InlineData("[::ffff:10.1.2.3]:5432", "10.0.0.0/8:5432")]
    [InlineData("[fd00::7]:5432", "[fd00::/8]:5432")]
    [InlineData("192.0.2.7:8500", "192.0.2.7:8000-8999")]
    [InlineData("192.0.2.7:443", "192.0.2.7:* *.example.com")]
    [InlineData("192.0.2.7:5432", "192.0.2.7:* -evil.example.com !api.openai.com")]
    [InlineData("192.0.2.7:80", "192.0.2.7:* !api.openai.com")]
    public void C_AllowedAddress_IsTunnelledUnpeekedWhereNoNameCouldChangeThat(string to, string entries)
    {
        var (verdict, peeked) = Of(entries).Connect(to);

        Assert.Equal((EgressAction.Tunnel, EgressReason.Allowed, true, false), (verdict.Action, verdict.Reason, verdict.ByAddress, peeked));
        Assert.Equal("egress.allow: " + entries.Split(' ')[0], verdict.Rule);
    }

    [Theory]
    [InlineData("192.0.2.7:* -evil.example.com")]
    [InlineData("192.0.2.7:* -evil.example.com:*")]
    [InlineData("192.0.2.7:* !api.openai.com")]
    public void C_AllowedAddress_IsPeekedWhereADenyOrAnInterceptOnNamesCoversThePort(string entries) => Assert.True(Of(entries).Connect("?@192.0.2.7:443").Peeked);

    [Theory]
    [InlineData("192.0.2.7:443", "")]
    [InlineData("192.0.2.7:22", "*.example.com")]
    [InlineData("192.0.2.7:80", "*.example.com:443")]
    [InlineData("192.0.2.7:80", "!api.openai.com")]
    [InlineData("192.0.2.7:443", "192.0.2.8:443")]
    [InlineData("192.0.2.7:443", "192.0.2.7:444")]
    [InlineData("[fd01::1]:443", "[fd00::/16]:443 10.0.0.0/8:443")]
    public void D_PortThatNoRuleOnNamesCovers_IsDeniedUnpeeked(string to, string entries)
    {
        var (verdict, peeked) = Of(entries).Connect(to);

        Assert.Equal((EgressAction.Deny, EgressReason.NotAllowed, "shop/base", "egress.allow", false), (verdict.Action, verdict.Reason, verdict.Policy, verdict.Rule, peeked));
    }

    [Theory]
    [InlineData("evil.example.com@192.0.2.7:443")]
    [InlineData("EVIL.Example.COM@192.0.2.7:443")]
    [InlineData("evil.example.com.@192.0.2.7:443")]
    [InlineData("evil.example.com:443")]
    [InlineData("evil.example.com.:80")]
    public void E_DeniedName_IsDeniedWhateverIsAllowed(string to)
    {
        var verdict = Of("0.0.0.0/0:* *.example.com evil.example.com !evil.example.com -evil.example.com").Connect(to).Verdict;

        Assert.Equal((EgressAction.Deny, EgressReason.Denied, "egress.deny: evil.example.com"), (verdict.Action, verdict.Reason, verdict.Rule));
    }

    [Theory]
    [InlineData("192.0.2.7:* !api.openai.com", "Tunnel", "Allowed")]
    [InlineData("192.0.2.7:* -evil.example.com", "Deny", "NameUnknown")]
    [InlineData("192.0.2.7:* -evil.example.com:80 !api.openai.com", "Tunnel", "Allowed")]
    [InlineData("*.example.com", "Deny", "NameUnknown")]
    [InlineData("!api.openai.com", "Deny", "NameUnknown")]
    public void E_NoName_NeedsAnAllowedAddressAndNoDenyOnNames(string entries, string action, string reason)
    {
        var (verdict, peeked) = Of(entries).Connect("?@192.0.2.7:443");

        Assert.Equal((action, reason, true), (verdict.Action.ToString(), verdict.Reason.ToString(), peeked));
        Assert.Equal(EgressReason.NameUnknown, Of(entries).Decide(null, 443, dialled: null).Reason);
    }

    [Theory]
    [InlineData("api.openai.com@192.0.2.7:443", "!api.openai.com", "egress.intercept: api.openai.com")]
    [InlineData("api.openai.com:443", "!api.openai.com", "egress.intercept: api.openai.com")]
    [InlineData("api.openai.com@192.0.2.7:443", "192.0.2.7:* api.openai.com !api.openai.com", "egress.intercept: api.openai.com")]
    [InlineData("team.openai.azure.com@192.0.2.7:443", "!*.openai.azure.com", "egress.intercept: *.openai.azure.com")]
    public void E_InterceptedName_IsInterceptedBeforeItIsAllowed(string to, string entries, string rule)
    {
        var verdict = Of(entries).Connect(to).Verdict;

        Assert.Equal((EgressAction.Intercept, EgressReason.Allowed, rule), (verdict.Action, verdict.Reason, verdict.Rule));
    }

    [Theory]
    [InlineData("api.openai.com:80", "!api.openai.com", "Deny")]
    [InlineData("api.openai.com@192.0.2.7:80", "!api.openai.com", "Deny")]
    [InlineData("api.openai.com:8443", "!api.openai.com", "Deny")]
    [InlineData("api.openai.com:80", "api.openai.com !api.openai.com", "Tunnel")]
    [InlineData("api.openai.com:8443", "!api.openai.com:8443", "Intercept")]
    public void E_InterceptedName_IsInterceptedAt443UnlessItSaysItsPorts(string to, string entries, string action) => Assert.Equal(action, Of(entries).Connect(to).Verdict.Action.ToString());

    [Theory]
    [InlineData("pypi.org@192.0.2.7:443", true, "egress.allow: 192.0.2.7:*")]
    [InlineData("pypi.org@192.0.2.8:443", false, "egress.allow: pypi.org")]
    [InlineData("pypi.org:443", false, "egress.allow: pypi.org")]
    public void E_AllowedAddress_ComesBeforeAnAllowedName(string to, bool byAddress, string rule)
    {
        var verdict = Of("192.0.2.7:* pypi.org !api.openai.com").Connect(to).Verdict;

        Assert.Equal((EgressAction.Tunnel, byAddress, rule), (verdict.Action, verdict.ByAddress, verdict.Rule));
    }

    [Theory]
    [InlineData("files.pypi.org", true)]
    [InlineData("a.b.pypi.org", true)]
    [InlineData("FILES.PyPI.org.", true)]
    [InlineData("pypi.org", false)]
    [InlineData("evilpypi.org", false)]
    [InlineData("files.pypi.org.evil.com", false)]
    [InlineData("files.pypi.org..", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0x7f000001", false)]
    [InlineData("файлы.pypi.org", false)]
    public void E_AllowedPattern_AllowsTheHostsBelowItAlone(string name, bool allowed)
    {
        Assert.Equal(allowed ? EgressAction.Tunnel : EgressAction.Deny, Of("*.pypi.org").Connect($"{name}@192.0.2.7:443").Verdict.Action);
        Assert.Equal(allowed ? EgressAction.Tunnel : EgressAction.Deny, Of("*.pypi.org").Connect($"{name}:80").Verdict.Action);
    }

    [Fact]
    public void E_NameThatNoRuleHas_IsNotAllowed()
    {
        var (verdict, peeked) = Of("*.pypi.org").Connect("example.com@192.0.2.7:443");

        Assert.Equal((EgressReason.NotAllowed, "shop/base", "egress.allow", true), (verdict.Reason, verdict.Policy, verdict.Rule, peeked));
    }

    [Theory]
    [InlineData("10.0.0.5:443", "Denied")]
    [InlineData("[64:ff9b::10.0.0.5]:443", "Denied")]
    [InlineData("127.0.0.1:443", "AddressRefused")]
    [InlineData("169.254.169.254:80", "AddressRefused")]
    [InlineData("192.0.2.7:443", null)]
    public void Refuse_AddressThatANameResolvesTo_KeepsToTheRulesOnAddresses(string address, string? reason) =>
        Assert.Equal(reason, Of("*.example.com -10.0.0.0/8:*").Refuse(System.Net.IPEndPoint.Parse(address))?.Reason.ToString());

    private static EgressRules Of(string entries) => new([GivenEgress.Policy(entries)]);

    private static void AssertDenied(string reason, EgressRules rules, string to)
    {
        var verdict = rules.Connect(to).Verdict;
        Assert.Equal(("Deny", reason), (verdict.Action.ToString(), verdict.Reason.ToString()));
    }
}
