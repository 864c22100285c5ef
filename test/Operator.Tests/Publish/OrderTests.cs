using System.Collections.Concurrent;
using AiGateway.Contracts;
using AiGateway.Rig;

namespace AiGateway.Operator.Tests.Publish;

public sealed class OrderTests
{
    [Fact]
    public async Task Stream_SidecarHasSeenMore_HoldsTheBundleBackAndAsksForAList()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        var asked = new ConcurrentQueue<string>();
        host.Bundles.Behind += kinds =>
        {
            foreach (var kind in kinds) asked.Enqueue(kind);
        };
        host.Publish(Given.Bundle("a", Given.Rules("old"), seen: 100, changed: 90));

        using var sidecar = await host.Open("a").HelloAsync(Given.InForce(Given.Rules("new", 2), seen: 300, changed: 300));
        await Eventually.HoldsAsync(() => asked.Contains("AgentPolicy"), "the kind is asked for");
        Assert.Equal(0, host.Bundles.Sent);
        host.Publish(Given.Bundle("a", Given.Rules("newest", 3), seen: 301, changed: 301));

        var bundle = await sidecar.HearBundleAsync();
        Assert.Equal(["newest"], BundleJson.ReadRules(BundleJson.RawRules(bundle)).Agent.Policies[0].AllowModels);
    }

    [Fact]
    public async Task Stream_ReplicaCatchesUpWithTheSameRules_SendsThemAfterAll()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        var rules = Given.Rules("two", 2);
        host.Publish(Given.Bundle("a", rules, seen: 100, changed: 90));
        var asked = 0;
        host.Bundles.Behind += _ => asked++;
        using var sidecar = await host.Open("a").HelloAsync(Given.InForce(Given.Rules("one"), seen: 200, changed: 200));
        await Eventually.HoldsAsync(() => asked > 0, "the replica knows that it lags");

        host.Publish(Given.Bundle("a", rules, seen: 250, changed: 90));

        Assert.Equal(rules.Revision, (await sidecar.HearBundleAsync()).Revision);
    }

    [Fact]
    public async Task Stream_OlderGenerationOfASharedSource_IsHeldBack()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        var asked = new ConcurrentQueue<string>();
        host.Bundles.Behind += kinds =>
        {
            foreach (var kind in kinds) asked.Enqueue(kind);
        };
        host.Publish(Given.Bundle("a", Given.Rules("suspension undone", generation: 4)));

        using var sidecar = await host.Open("a").HelloAsync(Given.InForce(Given.Rules("suspended", generation: 5)));

        await Eventually.HoldsAsync(() => asked.Contains("AgentPolicy"), "the kind is asked for");
        Assert.Equal(0, host.Bundles.Sent);
    }

    [Fact]
    public async Task Stream_StaleSourcesNack_AsksForListsAndSendsAgainOnceCaughtUp()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        var asked = new ConcurrentQueue<string>();
        host.Bundles.Behind += kinds =>
        {
            foreach (var kind in kinds) asked.Enqueue(kind);
        };
        var rules = Given.Rules();
        host.Publish(Given.Bundle("a", rules));
        using var sidecar = await host.Open("a").HelloAsync();
        var bundle = await sidecar.HearBundleAsync();

        await sidecar.SayAsync(new Envelope
        {
            Type = EnvelopeTypes.Nack,
            Nack = new Nack { Revision = bundle.Revision, Reason = NackReasons.StaleSources, Message = "AgentPolicy" },
        });
        await Eventually.HoldsAsync(() => asked.Contains("AgentPolicy"), "the kind is asked for");
        host.Publish(Given.Bundle("a", rules, seen: 200, changed: 200));

        Assert.Equal(200UL, (await sidecar.HearBundleAsync()).Positions[0].Seen);
    }

    [Fact]
    public async Task Stream_InvalidNack_IsNotSentAgainUntilItChanges()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        host.Publish(Given.Bundle("a"));
        using var sidecar = await host.Open("a").HelloAsync();
        var bundle = await sidecar.HearBundleAsync();
        await sidecar.SayAsync(new Envelope
        {
            Type = EnvelopeTypes.Nack,
            Nack = new Nack { Revision = bundle.Revision, Reason = NackReasons.Invalid, Message = "routes[0]" },
        });
        await Eventually.HoldsAsync(() => host.Sidecars.Nacks == 1, "the refusal is heard");

        host.Publish(Given.Bundle("a"));
        host.Publish(Given.Bundle("a", Given.Rules("repaired", 2)));

        Assert.Equal(["repaired"], BundleJson.ReadRules(BundleJson.RawRules(await sidecar.HearBundleAsync())).Agent.Policies[0].AllowModels);
        Assert.Equal(2, host.Bundles.Sent);
    }

    [Fact]
    public async Task Stream_SidecarLacksAFeature_IsSentTheDenial()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["old"] = Given.Token("old");
        host.Tokens["new"] = Given.Token("new");
        var rules = Given.Rules(mode: PolicyMode.Audit);
        host.Publish(Given.Bundle("old", rules), Given.Bundle("new", rules));

        using var old = new SidecarClient(host.Address, "old") { Has = [] };
        await old.HelloAsync();
        using var current = await host.Open("new").HelloAsync();

        Assert.NotNull(BundleJson.ReadRules(BundleJson.RawRules(await old.HearBundleAsync())).Agent.Policies[0].Unfit);
        Assert.Null(BundleJson.ReadRules(BundleJson.RawRules(await current.HearBundleAsync())).Agent.Policies[0].Unfit);
    }
}
