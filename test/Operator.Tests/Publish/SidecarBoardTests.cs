using AiGateway.Contracts;
using AiGateway.Operator.Publish;
using AiGateway.Rig;

namespace AiGateway.Operator.Tests.Publish;

public sealed class SidecarBoardTests
{
    [Fact]
    public async Task Disconnect_SidecarStillCounts_UntilTheGraceIsOver()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        host.Publish(Given.Bundle("a"));
        using (var sidecar = await host.Open("a").HelloAsync()) await sidecar.HearBundleAsync();
        await Eventually.HoldsAsync(() => host.Sidecars.Find("uid-a")?.Gone is not null, "the end of the stream is seen");

        host.Time.Advance(SidecarBoard.Grace - TimeSpan.FromSeconds(1));
        Assert.Contains("uid-a", host.Sidecars.Present());
        var changed = host.Sidecars.Changed;
        host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.DoesNotContain("uid-a", host.Sidecars.Present());
        await changed.WithinBoundAsync();
    }

    [Fact]
    public async Task Restart_HelloSaysWhatIsInForce_IsKnownAgainWithoutABundle()
    {
        var rules = Given.Rules();
        await using var restarted = await StreamHost.StartAsync();
        restarted.Tokens["a"] = Given.Token("a");
        restarted.Publish(Given.Bundle("a", rules));

        using var sidecar = await restarted.Open("a").HelloAsync(Given.InForce(rules));
        await Eventually.HoldsAsync(() => restarted.Sidecars.Present().ContainsKey("uid-a"), "the hello is heard");

        Assert.Equal(1, restarted.Sidecars.Present()["uid-a"].InForce!.Sources[0].Generation);
        Assert.Equal(0, restarted.Bundles.Sent);
    }

    [Fact]
    public async Task Report_OfTheEpoch_KeepsTheHighestSequence()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        host.Publish(Given.Bundle("a"));
        using var sidecar = await host.Open("a").HelloAsync();
        var bundle = await sidecar.HearBundleAsync();

        foreach (var sequence in (long[])[1, 3, 2])
        {
            await sidecar.SayAsync(new Envelope
            {
                Type = EnvelopeTypes.Report, Report = new Report { Epoch = sidecar.Epoch, Sequence = sequence, Calls = sequence * 10 },
            });
        }

        await sidecar.SayAsync(new Envelope { Type = EnvelopeTypes.Report, Report = new Report { Epoch = "another", Sequence = 9, Calls = 999 } });
        await sidecar.AckAsync(bundle);
        await Eventually.HoldsAsync(() => host.Sidecars.Acks == 1, "all is heard");

        Assert.Equal(30, host.Sidecars.Find("uid-a")!.Report!.Calls);
    }

    [Fact]
    public void Present_TwoStreamsOfOnePod_TheLivingOneCounts()
    {
        var board = new SidecarBoard(new ManualTime());
        var state = new SidecarState { PodUid = "uid", Namespace = "team", Pod = "a", Stream = "1", Version = "1", Epoch = "e", Features = [] };

        board.Tell("replica-b", state with { Stream = "2", Version = "2" });
        board.Tell(SidecarBoard.Here, state with { Gone = new ManualTime().GetUtcNow() });

        Assert.Equal("2", board.Present()["uid"].Version);
    }
}
