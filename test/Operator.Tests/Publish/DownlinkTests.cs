using AiGateway.Contracts;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Tests.Publish;

public sealed class DownlinkTests
{
    private readonly SidecarBoard _sidecars = new(new ManualTime());
    private readonly Downlink _down;

    public DownlinkTests() => _down = new(_sidecars);

    [Fact]
    public void Say_WhatWaits_IsTheNewestOfEachType()
    {
        var mail = _down.OpenStream("uid-a");

        for (var heard = 1; heard <= 1000; heard++) _down.Say("uid-a", GivenWords.Grants(heard));
        _down.Say("uid-a", GivenWords.Verdicts("epoch"));

        var taken = mail.Take().Select(pair => pair.Word).OrderBy(word => word.Type, StringComparer.Ordinal).ToList();
        Assert.Equal([EnvelopeTypes.Grants, EnvelopeTypes.Verdicts], taken.Select(word => word.Type));
        Assert.Equal(1000, taken[0].Grants!.Heard);
        Assert.Empty(mail.Take());
    }

    [Fact]
    public void Say_StreamWasReplaced_TheNewOneAloneHears()
    {
        var old = _down.OpenStream("uid-a");
        var mail = _down.OpenStream("uid-a");

        _down.CloseStream("uid-a", old);
        _down.Say("uid-a", GivenWords.Grants(1));

        Assert.Empty(old.Take());
        Assert.Single(mail.Take());
    }

    [Fact]
    public void Say_StreamIsGone_WaitsForNobody()
    {
        _down.CloseStream("uid-a", _down.OpenStream("uid-a"));
        _down.Say("uid-a", GivenWords.Grants(1));

        Assert.Empty(_down.OpenStream("uid-a").Take());
    }

    [Fact]
    public void Say_PodOnAnotherReplica_GoesThereAndToNoOther()
    {
        var (b, c) = (_down.OpenRelay("b"), _down.OpenRelay("c"));
        _sidecars.Tell("b", State("a"));

        _down.Say("uid-a", GivenWords.Grants(1));
        _sidecars.Lose("b");
        _down.Say("uid-a", GivenWords.Verdicts("epoch"));

        Assert.Equal([("uid-a", EnvelopeTypes.Grants)], b.Take().Select(pair => (pair.PodUid, pair.Word.Type)));
        Assert.Empty(c.Take());
    }

    [Theory]
    [InlineData(EnvelopeTypes.Bundle)]
    [InlineData(EnvelopeTypes.Slices)]
    [InlineData(EnvelopeTypes.Finish)]
    public void Say_WhatDoesNotGoDown_IsRefused(string type) =>
        Assert.Throws<ArgumentException>(() => _down.Say("uid-a", new() { Type = type }));

    [Fact]
    public void Deliver_WhatDoesNotGoDown_IsDropped()
    {
        var mail = _down.OpenStream("uid-a");

        _down.Deliver("uid-a", new() { Type = EnvelopeTypes.Finish });

        Assert.Empty(mail.Take());
    }

    private static SidecarState State(string pod) => new() { PodUid = "uid-" + pod, Namespace = "team", Pod = pod, Stream = "1", Version = "1", Epoch = "e", Features = [] };
}
