using System.Net;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>What a bundle says of egress: built whole, or refused with the field.</summary>
public sealed class EgressCheckTests
{
    private readonly SnapshotBuilder _builder = new(new ProviderConnections(new(), (_, _) => Task.FromResult<IPAddress[]>([])));

    public static TheoryData<string, EgressRule> Faults => new()
    {
        { "egress.allow[0] must be the name of a host", new() { Allow = ["a b"] } },
        { "egress.allow[1] must say its ports", new() { Allow = ["pypi.org", "10.0.0.0/8"] } },
        { "egress.allow[0] must be a host, *.host", new() { Allow = [null!] } },
        { "egress.deny[0] must be a range of addresses", new() { Deny = ["010.0.0.0/8:443"] } },
        { "egress.deny[0] must end in :port", new() { Deny = ["pypi.org:0"] } },
        { "egress.intercept[0] must be the name of a host", new() { Intercept = ["*"] } },
        { "egress.intercept[0] must be a host: an address has no certificate", new() { Intercept = ["10.0.0.0/8:443"] } },
        { "egress.allow holds more than 1024 entries", new() { Allow = [.. Enumerable.Range(0, 1025).Select(number => $"h{number}.example.com")] } },
        { "egress.dns.names is unknown", new() { Dns = new() { Names = (DnsNames)7 } } },
        { "egress.dns.queriesPerSecond must be 1 to 1000", new() { Dns = new() { QueriesPerSecond = 0 } } },
        { "egress.dns.queriesPerSecond must be 1 to 1000", new() { Dns = new() { QueriesPerSecond = 1001 } } },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void FindReasons_EgressThatIsUnfit_NamesTheField(string reason, EgressRule rule) =>
        Assert.Contains(EgressCheck.FindReasons(rule), text => text.StartsWith(reason, StringComparison.Ordinal));

    [Theory]
    [InlineData("pypi.org:0", "policy shop/base: egress.allow[0] must end in :port")]
    [InlineData("-10.0.0.0/8", "policy shop/base: egress.deny[0] must say its ports")]
    public void Build_TargetThatCannotBeRead_IsRefusedWhole(string entry, string reason)
    {
        var outcome = _builder.Build(GivenBundle.With(rules => rules with { Agent = new() { Policies = [GivenEgress.Policy(entry)] } }));

        Assert.Null(outcome.Snapshot);
        Assert.Contains(outcome.Reasons, text => text.StartsWith(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_EgressThatIsFit_IsInTheSnapshot()
    {
        var policy = GivenEgress.Policy("*.pypi.org 10.0.0.0/8:5432 -evil.pypi.org !api.openai.com").Listed(20);

        var snapshot = _builder.Build(GivenBundle.With(rules => rules with { Agent = new() { Policies = [policy] } })).Snapshot;

        Assert.Equal("egress.allow: *.pypi.org", snapshot!.Egress.Connect("a.pypi.org:443").Verdict.Rule);
        Assert.Equal("egress.allow: 10.0.0.0/8:5432", snapshot.Egress.Connect("10.1.2.3:5432").Verdict.Rule);
        Assert.Equal("egress.deny: evil.pypi.org", snapshot.Egress.Connect("evil.pypi.org:443").Verdict.Rule);
        Assert.Equal(20, snapshot.Egress.QueriesPerSecond);
    }
}
