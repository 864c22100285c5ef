using System.Net;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>Where several policies let an agent connect: enforcing, auditing and the platform's; and which names it may resolve.</summary>
public sealed class EgressPoliciesTests
{
    private const string Somewhere = "x.example.com@192.0.2.7:443";

    [Fact]
    public void Decide_TwoPolicies_AllowsUniteAndADenyInAnyWins()
    {
        Assert.Equal(("Tunnel", "shop/b", "egress.allow: *.example.com"), Told(Somewhere, GivenEgress.Policy("pypi.org", "a"), GivenEgress.Policy("*.example.com", "b")));
        Assert.Equal(("Deny", "shop/a", "egress.deny: x.example.com"), Told(Somewhere, GivenEgress.Policy("-x.example.com", "a"), GivenEgress.Policy("*.example.com", "b")));
        Assert.Equal(("Deny", "shop/b", "egress.deny: 192.0.2.0/24:443"), Told(Somewhere, GivenEgress.Policy("*.example.com", "a"), GivenEgress.Policy("-192.0.2.0/24:443", "b")));
        Assert.Equal(("Intercept", "shop/b", "egress.intercept: x.example.com"), Told(Somewhere, GivenEgress.Policy("*.example.com", "a"), GivenEgress.Policy("!x.example.com", "b")));
    }

    [Fact]
    public void Decide_PolicyThatSaysNothingOfEgress_AllowsNothing() => Assert.Equal(("Deny", "shop/silent", "egress.allow"), Told(Somewhere, Given.Policy("silent", "*")));

    [Fact]
    public void Decide_Ceiling_DeniesAndInterceptsAndNeverAllows()
    {
        Assert.Equal(("Deny", "shop/base", "egress.allow"), Told(Somewhere, GivenEgress.Policy(""), GivenEgress.Ceiling("*.example.com 0.0.0.0/0:*")));
        Assert.Equal(("Deny", "shop/top", "egress.deny: *.example.com"), Told(Somewhere, GivenEgress.Policy("x.example.com"), GivenEgress.Ceiling("-*.example.com")));
        Assert.Equal(("Deny", "shop/top", "egress.deny: 192.0.2.7:443"), Told(Somewhere, GivenEgress.Policy("192.0.2.7:443"), GivenEgress.Ceiling("-192.0.2.7:443")));
        Assert.Equal(("Intercept", "shop/top", "egress.intercept: x.example.com"), Told(Somewhere, GivenEgress.Policy("192.0.2.7:443"), GivenEgress.Ceiling("!x.example.com")));
    }

    [Fact]
    public void Decide_CeilingOverAuditAlone_StillDenies()
    {
        Assert.Equal(("Deny", "shop/top", "egress.deny: *.example.com"), Told(Somewhere, GivenEgress.Audit("*.example.com"), GivenEgress.Ceiling("-*.example.com")));
        Assert.Equal(EgressReason.NameUnknown, Of(GivenEgress.Audit(""), GivenEgress.Ceiling("-*.example.com")).Connect("?@192.0.2.7:443").Verdict.Reason);
    }

    [Theory]
    [InlineData("192.0.2.7:22", "", "shop/trial: egress.allow")]
    [InlineData("192.0.2.7:22", "192.0.2.7:22", null)]
    [InlineData("192.0.2.7:22", "192.0.2.7:22 -192.0.2.0/24:*", "shop/trial: egress.deny: 192.0.2.0/24:*")]
    [InlineData("[64:ff9b::192.0.2.7]:22", "[::/0]:* -192.0.2.0/24:*", "shop/trial: egress.deny: 192.0.2.0/24:*")]
    [InlineData("x.example.com@192.0.2.7:443", "*.example.com", null)]
    [InlineData("y.example.org@192.0.2.7:443", "*.example.com", "shop/trial: egress.allow")]
    [InlineData("x.example.com@192.0.2.7:443", "*.example.com -x.example.com", "shop/trial: egress.deny: x.example.com")]
    [InlineData("?@192.0.2.7:443", "*.example.com", "shop/trial: egress.allow")]
    [InlineData("?@192.0.2.7:443", "192.0.2.7:443 -x.example.com", "shop/trial: egress.deny: x.example.com")]
    public void Decide_AuditAlone_LetsAllGoWhereItWasDialledAndSaysWhatItWouldDeny(string to, string entries, string? wouldDeny)
    {
        var verdict = Of(GivenEgress.Audit(entries)).Connect(to).Verdict;

        Assert.Equal((EgressAction.Tunnel, EgressReason.Allowed, "shop/trial", "mode: Audit"), (verdict.Action, verdict.Reason, verdict.Policy, verdict.Rule));
        Assert.Equal((true, wouldDeny), (verdict.ByAddress, verdict.WouldDeny));
    }

    [Fact]
    public void Decide_AuditAlone_AProxysClientGoesWhereItsNameResolvesTo()
    {
        var verdict = Of(GivenEgress.Audit("")).Connect("x.example.com:443").Verdict;

        Assert.Equal((EgressAction.Tunnel, false, "shop/trial: egress.allow"), (verdict.Action, verdict.ByAddress, verdict.WouldDeny));
    }

    [Fact]
    public void Decide_AuditAlone_StillIntercepts()
    {
        Assert.Equal(("Intercept", "shop/trial", "egress.intercept: x.example.com"), Told(Somewhere, GivenEgress.Audit("!x.example.com")));
        Assert.Null(Of(GivenEgress.Audit("!x.example.com")).Connect(Somewhere).Verdict.WouldDeny);
    }

    [Fact]
    public void Decide_AuditBesideEnforce_NeverWidensAndSaysWhatItWouldDeny()
    {
        Assert.Equal(("Deny", "shop/base", "egress.allow"), Told(Somewhere, GivenEgress.Policy("pypi.org"), GivenEgress.Audit("*.example.com 0.0.0.0/0:*")));
        Assert.Equal("shop/trial: egress.deny: x.example.com", Of(GivenEgress.Policy("*.example.com"), GivenEgress.Audit("-x.example.com")).Connect(Somewhere).Verdict.WouldDeny);
        Assert.Equal("shop/trial: egress.deny: x.example.com", Of(GivenEgress.Policy("192.0.2.7:443"), GivenEgress.Audit("-x.example.com")).Connect(Somewhere).Verdict.WouldDeny);
        Assert.Null(Of(GivenEgress.Policy("*.example.com"), GivenEgress.Audit("")).Connect(Somewhere).Verdict.WouldDeny);
    }

    [Fact]
    public void MayResolve_NothingListed_AnyName() => Assert.True(Of(GivenEgress.Policy("pypi.org")).MayResolve("whatever.example.com"));

    [Theory]
    [InlineData("pypi.org", true)]
    [InlineData("PyPI.org.", true)]
    [InlineData("a.example.com", true)]
    [InlineData("api.openai.com", true)]
    [InlineData("db.example.net", true)]
    [InlineData("example.com", false)]
    [InlineData("secret-in-a-name.evil.com", false)]
    [InlineData("pypi.org.evil.com", false)]
    [InlineData("", false)]
    public void MayResolve_Listed_OnlyNamesThatMayBeReached(string name, bool allowed)
    {
        var policy = GivenEgress.Policy("pypi.org *.example.com db.example.net:5432 10.0.0.0/8:* !api.openai.com");

        Assert.Equal(allowed, Of(policy.Listed()).MayResolve(name));
        Assert.Equal(allowed, Of(policy, GivenEgress.Policy("", "other").Listed()).MayResolve(name));
        Assert.Equal(allowed, Of(policy, GivenEgress.Ceiling("evil.com *.evil.com").Listed()).MayResolve(name));
        Assert.Equal(name.Length > 0, Of(policy, GivenEgress.Audit("").Listed()).MayResolve(name));
        Assert.Equal(allowed, Of(policy with { Mode = PolicyMode.Audit }, GivenEgress.Ceiling("").Listed()).MayResolve(name));
    }

    [Fact]
    public void MayResolve_AgentThatMayNotConnectAtAll_NoName()
    {
        Assert.False(Of().MayResolve("pypi.org"));
        Assert.False(Of(GivenEgress.Policy("pypi.org") with { Suspended = true }).MayResolve("pypi.org"));
    }

    [Fact]
    public void QueriesPerSecond_SeveralSay_TheLeastOfTheEnforcing()
    {
        Assert.Null(Of(GivenEgress.Policy("")).QueriesPerSecond);
        Assert.Equal(20, Of(GivenEgress.Policy("").Listed(30), GivenEgress.Ceiling("").Listed(20), GivenEgress.Audit("").Listed(10), GivenEgress.Policy("", "silent")).QueriesPerSecond);
    }

    [Fact]
    public void DecideAgain_RulesThatNeedANameOfWhatWasNeverPeeked_Deny()
    {
        var ask = new EgressAsk { Port = 443, Dialled = IPEndPoint.Parse("192.0.2.7:443") };

        Assert.Equal(EgressAction.Tunnel, Of(GivenEgress.Policy("192.0.2.7:443")).DecideAgain(ask).Action);
        Assert.Equal(EgressReason.NameUnknown, Of(GivenEgress.Policy("192.0.2.7:443 !api.openai.com")).DecideAgain(ask).Reason);
        Assert.Equal(EgressAction.Tunnel, Of(GivenEgress.Policy("192.0.2.7:443 !api.openai.com")).DecideAgain(ask with { Peeked = true }).Action);
        Assert.Equal(EgressReason.NotAllowed, Of(GivenEgress.Policy("")).DecideAgain(ask).Reason);
    }

    private static (string Action, string Policy, string Rule) Told(string to, params PolicyRule[] policies)
    {
        var verdict = Of(policies).Connect(to).Verdict;
        return (verdict.Action.ToString(), verdict.Policy, verdict.Rule);
    }

    private static EgressRules Of(params PolicyRule[] policies) => new([.. policies]);
}
