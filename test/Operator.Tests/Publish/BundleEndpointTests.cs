using System.Net;
using AiGateway.Contracts;
using AiGateway.Operator.Publish;
using AiGateway.Rig;

namespace AiGateway.Operator.Tests.Publish;

public sealed class BundleEndpointTests
{
    [Fact]
    public async Task Stream_TokenOfAPod_BringsThatPodsBundleOnly()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        host.Publish(Given.Bundle("a", Given.Rules("mine")), Given.Bundle("b", Given.Rules("theirs")));

        using var sidecar = await host.Open("a").HelloAsync();
        var bundle = await sidecar.HearBundleAsync();

        Assert.Equal("uid-a", bundle.Agent.PodUid);
        Assert.Equal(["mine"], BundleJson.ReadRules(BundleJson.RawRules(bundle)).Agent.Policies[0].AllowModels);
        Assert.Equal(BundleJson.Revision(BundleJson.RawRules(bundle)), bundle.Revision);
    }

    [Fact]
    public async Task Stream_UnknownToken_IsRefused()
    {
        await using var host = await StreamHost.StartAsync();
        host.Publish(Given.Bundle("a"));

        using var sidecar = host.Open("stolen");

        Assert.Equal(HttpStatusCode.Unauthorized, await sidecar.ConnectAsync());
    }

    [Fact]
    public async Task Stream_TokenBoundToNoPod_IsRefused()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["loose"] = new TokenIdentity { Namespace = "team", ServiceAccount = "default" };

        using var sidecar = host.Open("loose");

        Assert.Equal(HttpStatusCode.Unauthorized, await sidecar.ConnectAsync());
    }

    [Fact]
    public async Task Stream_TokenOfAnotherNamespacesPod_NeverBringsThisPodsBundle()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["b"] = Given.Token("a") with { Namespace = "other" };
        host.Publish(Given.Bundle("a"));

        using var sidecar = await host.Open("b").HelloAsync();

        Assert.Null(await sidecar.HearAsync());
    }

    [Fact]
    public async Task Stream_HelloNamesTheRevisionInForce_SendsNothingUntilItChanges()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        var before = Given.Rules("one");
        host.Publish(Given.Bundle("a", before));

        using var sidecar = await host.Open("a").HelloAsync(Given.InForce(before));
        await Eventually.HoldsAsync(() => host.Sidecars.Streams == 1, "the stream is known");
        host.Publish(Given.Bundle("a", Given.Rules("two", generation: 2), seen: 200, changed: 200));

        Assert.Equal(200UL, (await sidecar.HearBundleAsync()).Positions[0].Changed);
        Assert.Equal(1, host.Bundles.Sent);
    }

    [Fact]
    public async Task Stream_HelloWithTheSameRulesFromOlderPositions_IsBroughtUpToDate()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        var rules = Given.Rules();
        host.Publish(Given.Bundle("a", rules, seen: 300, changed: 300));

        using var sidecar = await host.Open("a").HelloAsync(Given.InForce(rules, seen: 100, changed: 100));

        Assert.Equal(300UL, (await sidecar.HearBundleAsync()).Positions[0].Changed);
    }

    [Fact]
    public async Task Stream_PodNotYetKnown_WaitsForIt()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["late"] = Given.Token("late");

        using var sidecar = await host.Open("late").HelloAsync();
        await Eventually.HoldsAsync(() => host.Sidecars.Streams == 1, "the stream is known");
        host.Publish(Given.Bundle("late"));

        Assert.Equal("uid-late", (await sidecar.HearBundleAsync()).Agent.PodUid);
    }

    [Fact]
    public async Task Stream_PodNeverKnown_EndsAfterABound()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["never"] = Given.Token("never");
        using var sidecar = await host.Open("never").HelloAsync();
        await Eventually.HoldsAsync(() => host.Sidecars.Streams == 1, "the stream is known");

        var ends = sidecar.EndsAsync();
        await Eventually.HoldsAsync(() => Passed(host, SidecarStream.PodPatience) && ends.IsCompleted, "the stream ended");

        Assert.True(await ends);
    }

    [Fact]
    public async Task Stream_PodDeleted_Ends()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        host.Publish(Given.Bundle("a"));
        using var sidecar = await host.Open("a").HelloAsync();
        await sidecar.HearBundleAsync();

        host.Publish();

        Assert.Null(await sidecar.HearAsync());
    }

    [Fact]
    public async Task Stream_OperatorStops_EndsCleanlyAndNewOnesToo()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        host.Publish(Given.Bundle("a"));
        using var sidecar = await host.Open("a").HelloAsync();
        await sidecar.HearBundleAsync();

        host.Bundles.Close();

        Assert.Null(await sidecar.HearAsync());
        using var late = await host.Open("a").HelloAsync();
        Assert.Null(await late.HearAsync());
    }

    [Fact]
    public async Task Stream_TokenExpires_Ends()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a", host.Time.GetUtcNow().AddHours(1));
        host.Publish(Given.Bundle("a"));
        using var sidecar = await host.Open("a").HelloAsync();
        await sidecar.HearBundleAsync();

        host.Time.Advance(TimeSpan.FromHours(1));

        Assert.True(await sidecar.EndsAsync());
    }

    [Fact]
    public async Task Stream_NoHello_EndsAfterABound()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        using var sidecar = host.Open("a");
        await sidecar.ConnectAsync();

        var ends = sidecar.EndsAsync();
        await Eventually.HoldsAsync(() => Passed(host, SidecarStream.HelloPatience) && ends.IsCompleted, "the stream ended");

        Assert.Equal(0, host.Sidecars.Streams);
    }

    [Fact]
    public async Task Stream_SidecarConnectsAgain_EndsTheOlderStream()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        host.Publish(Given.Bundle("a"));
        using var older = await host.Open("a").HelloAsync();
        await older.HearBundleAsync();

        using var newer = await host.Open("a").HelloAsync();
        await newer.HearBundleAsync();

        Assert.Null(await older.HearAsync());
        await Eventually.HoldsAsync(() => host.Sidecars.Streams == 1, "one stream is left");
        Assert.Null(host.Sidecars.Present()["uid-a"].Gone);
    }

    [Theory]
    [InlineData("not json\n")]
    [InlineData("{\"type\":\"ack\"}\n")]
    [InlineData("{\"type\":\"hello\",\"hello\":{\"protocol\":1}}\n")]
    public async Task Stream_FirstLineIsNoHello_Ends(string line)
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        using var sidecar = host.Open("a");
        await sidecar.ConnectAsync();

        await sidecar.SayRawAsync(System.Text.Encoding.UTF8.GetBytes(line));

        Assert.True(await sidecar.EndsAsync());
    }

    [Fact]
    public async Task Stream_UnknownLines_AreSkipped()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        host.Publish(Given.Bundle("a"));
        using var sidecar = await host.Open("a").HelloAsync();
        var bundle = await sidecar.HearBundleAsync();

        await sidecar.SayRawAsync("\n{\"type\":\"lease\",\"lease\":{\"usd\":1}}\n"u8.ToArray());
        await sidecar.AckAsync(bundle);

        await Eventually.HoldsAsync(() => host.Sidecars.Acks == 1, "the acknowledgement behind it is heard");
    }

    [Fact]
    public async Task Stream_Finish_IsSaidOnce()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        host.Publish(Given.Bundle("a"));
        using var sidecar = await host.Open("a").HelloAsync();
        await sidecar.HearBundleAsync();

        host.Publish(Given.Bundle("a") with { Finish = true });
        Assert.Equal(EnvelopeTypes.Finish, (await sidecar.HearAsync())!.Type);
        host.Publish(Given.Bundle("a", Given.Rules("next", 2)) with { Finish = true });

        Assert.Equal(EnvelopeTypes.Bundle, (await sidecar.HearAsync())!.Type);
    }

    private static bool Passed(StreamHost host, TimeSpan time)
    {
        host.Time.Advance(time);
        return true;
    }
}
