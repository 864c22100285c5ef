using AiGateway.Conformance.Tests.Legs;
using AiGateway.Rig;

namespace AiGateway.Conformance.Tests;

/// <summary>The official suite at every revision: what a server can do, agents can still do through the sidecar; what a server omits, the sidecar does.</summary>
public sealed class ConformanceTests(SuiteLegs legs) : IClassFixture<SuiteLegs>
{
    public static TheoryData<string, bool> Legs { get; } = new(Leg.All.Select(leg => (leg.Revision, leg.Streams)));

    public static TheoryData<string, string> Clients { get; } = new(ClientLeg.All.Select(leg => (leg.Scenario, leg.Revision)));

    [Theory]
    [MemberData(nameof(Legs))]
    public async Task Direct_EveryCheck_Passes(string revision, bool streams)
    {
        SkipWithoutNode();

        var checks = await legs.DirectAsync(new Leg(revision, streams));

        Assert.DoesNotContain(checks, check => check.Failed);
        Assert.Contains(checks, check => check.Passed);
    }

    [Theory]
    [MemberData(nameof(Legs))]
    public async Task Through_OpenPolicy_LosesNothing(string revision, bool streams)
    {
        SkipWithoutNode();

        var leg = new Leg(revision, streams);

        var lost = new Comparison(await legs.DirectAsync(leg), await legs.ThroughAsync(leg)).Lost.ToArray();

        Assert.True(lost.Length == 0, string.Join('\n', lost));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task ClientDirect_EveryCheck_Passes(string scenario, string revision)
    {
        SkipWithoutNode();

        var checks = await legs.DirectAsync(ClientLeg.Find(scenario, revision));

        Assert.DoesNotContain(checks, check => check.Failed);
        Assert.Contains(checks, check => check.Passed);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task ClientThrough_OpenPolicy_LosesNothing(string scenario, string revision)
    {
        SkipWithoutNode();

        var leg = ClientLeg.Find(scenario, revision);

        var lost = new Comparison(await legs.DirectAsync(leg), await legs.ThroughAsync(leg)).Lost.ToArray();

        Assert.True(lost.Length == 0, string.Join('\n', lost));
    }

    [Fact]
    public async Task HeaderValidation_LaxServer_Fails()
    {
        SkipWithoutNode();

        Assert.Contains(await legs.LaxDirect, check => check.Failed);
    }

    [Fact]
    public async Task HeaderValidation_LaxServerBehindTheSidecar_Passes()
    {
        SkipWithoutNode();

        var checks = await legs.LaxThrough;

        Assert.DoesNotContain(checks, check => check.Failed);
        Assert.Contains(checks, check => check.Passed);
    }

    private static void SkipWithoutNode() =>
        Assert.SkipUnless(NodeModules.CanInstall, "SKIPPED: node and npm are not installed, so the official conformance suite was not run.");
}
