using System.Net;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>Which connections are open, which of them a new snapshot cuts, and what a drain waits for.</summary>
public sealed class LiveTunnelsTests : IDisposable
{
    private static readonly IPEndPoint s_dialled = IPEndPoint.Parse("192.0.2.7:443");
    private static readonly EgressAsk s_named = new() { Name = "a.example.com", Port = 443, Dialled = s_dialled, Peeked = true };
    private static readonly EgressAsk s_unpeeked = new() { Port = 443, Dialled = s_dialled };

    private readonly SnapshotHolder _holder = new();
    private readonly LiveCalls _calls;
    private readonly LiveTunnels _tunnels;
    private Snapshot _judge = GivenEgress.Snapshot();

    public LiveTunnelsTests()
    {
        _calls = new(new() { MaxConcurrentCalls = 4 }, _holder, TimeProvider.System);
        _tunnels = new(_holder, _calls);
        Allow("*.example.com");
    }

    public void Dispose()
    {
        _tunnels.Dispose();
        _calls.Dispose();
    }

    [Theory]
    [InlineData("*.example.com", "*.example.com pypi.org", null)]
    [InlineData("*.example.com", "a.example.com", null)]
    [InlineData("*.example.com", "pypi.org", "NotAllowed")]
    [InlineData("*.example.com", "*.example.com -a.example.com", "Denied")]
    [InlineData("*.example.com", "*.example.com -192.0.2.7:443", "Denied")]
    [InlineData("*.example.com", "*.example.com !a.example.com", "Allowed")]
    [InlineData("*.example.com", "*.example.com 192.0.2.7:443", "Allowed")]
    [InlineData("192.0.2.7:443 -x.example.org", "*.example.com", "Allowed")]
    [InlineData("!a.example.com", "!*.example.com", null)]
    [InlineData("!a.example.com", "a.example.com", "Allowed")]
    public void Swap_OtherRules_CutWhatIsDeniedOrWouldBeDoneOtherwise(string before, string after, string? cut)
    {
        Allow(before);
        var tunnel = Open(s_named);

        _holder.Swap(GivenEgress.Snapshot(GivenEgress.Policy(after)));

        Assert.Equal(cut, tunnel.Cut?.Reason.ToString());
        if (cut is null) Assert.False(tunnel.Token.IsCancellationRequested);
        else Assert.True(tunnel.Token.WaitHandle.WaitOne(Eventually.Bound));
    }

    [Theory]
    [InlineData("192.0.2.7:* pypi.org:80", null)]
    [InlineData("192.0.2.7:* !api.openai.com", "NameUnknown")]
    [InlineData("192.0.2.7:* -evil.example.com", "NameUnknown")]
    [InlineData("192.0.2.7:80", "NotAllowed")]
    public void Swap_TunnelWhoseNameWasNeverLookedFor_IsCutWhereOneIsNeeded(string after, string? cut)
    {
        Allow("192.0.2.7:443");
        var tunnel = Open(s_unpeeked);

        _holder.Swap(GivenEgress.Snapshot(GivenEgress.Policy(after)));

        Assert.Equal(cut, tunnel.Cut?.Reason.ToString());
    }

    [Fact]
    public void Swap_WhereItWasConnectedToIsDenied_IsCut()
    {
        var (one, other) = (Open(s_named), Open(s_named));
        _tunnels.Connected(one, IPEndPoint.Parse("10.0.0.5:443"));
        _tunnels.Connected(other, IPEndPoint.Parse("192.0.2.9:443"));

        _holder.Swap(GivenEgress.Snapshot(GivenEgress.Policy("*.example.com -10.0.0.0/8:*")));

        Assert.Equal([EgressReason.Denied, null], new[] { one, other }.Select(tunnel => tunnel.Cut?.Reason));
    }

    [Fact]
    public void Connected_RulesCameWhileItWasDialled_IsCutAtOnce()
    {
        var tunnel = Open(s_named);
        _holder.Swap(GivenEgress.Snapshot(GivenEgress.Policy("*.example.com -10.0.0.0/8:*")));

        _tunnels.Connected(tunnel, IPEndPoint.Parse("10.0.0.5:443"));

        Assert.Equal("egress.deny: 10.0.0.0/8:*", tunnel.Cut?.Rule);
    }

    [Fact]
    public void Swap_AgentIsSuspended_CutsAllWithTheFirstReason()
    {
        var (tunnel, handedOver) = (Open(s_named), Open(s_named, isHandedOver: true));

        _holder.Swap(GivenEgress.Snapshot(GivenEgress.Policy("*.example.com") with { Suspended = true }));
        _holder.Swap(null);

        Assert.All([tunnel, handedOver], cut => Assert.Equal((EgressReason.Suspended, "shop/base"), (cut.Cut!.Value.Reason, cut.Cut.Value.Policy)));
    }

    [Fact]
    public void Swap_RulesTooOld_CutsAll()
    {
        var tunnel = Open(s_named);

        _holder.Swap(null);

        Assert.Equal(EgressReason.NotReady, tunnel.Cut?.Reason);
    }

    [Fact]
    public void TryOpen_RulesChangedSinceTheVerdict_IsCutAtOnce()
    {
        _holder.Swap(GivenEgress.Snapshot(GivenEgress.Policy("pypi.org")));

        Assert.Equal(EgressReason.NotAllowed, Open(s_named).Cut?.Reason);
    }

    [Fact]
    public void Swap_WhileTunnelsComeAndGo_NoDeniedOneStaysWhole()
    {
        var denying = GivenEgress.Snapshot(GivenEgress.Policy("pypi.org"));
        for (var round = 0; round < 300; round++)
        {
            _holder.Swap(_judge);
            var tunnels = new LiveTunnel[4];
            Parallel.Invoke(
                () => _holder.Swap(denying),
                () =>
                {
                    for (var i = 0; i < 4; i++) tunnels[i] = Open(s_named);
                });

            Assert.All(tunnels, tunnel => Assert.Equal(EgressReason.NotAllowed, tunnel.Cut?.Reason));
            Array.ForEach(tunnels, _tunnels.Close);
        }

        Assert.Equal(0, _tunnels.Count);
    }

    [Fact]
    public void TryOpen_AsManyAsMayAreOpen_IsNoMore()
    {
        var open = Enumerable.Range(0, LiveTunnels.Most).Select(_ => Open(s_named)).ToList();

        Assert.Null(TryOpen(s_named));
        Assert.Equal((LiveTunnels.Most, LiveTunnels.Most), (_tunnels.Count, _calls.Count));
        _tunnels.Close(open[7]);
        Assert.NotNull(TryOpen(s_named));
        Assert.Null(TryOpen(s_named));
    }

    [Fact]
    public async Task WhenIdle_TunnelIsOpen_IsWaitedFor()
    {
        var tunnel = Open(s_named);
        var idle = _calls.WhenIdleAsync(CancellationToken.None);

        Assert.False(idle.IsCompleted);
        Assert.Equal((1, 0), (_calls.Count, _calls.Calls));
        _tunnels.Close(tunnel);
        await idle.WithinBoundAsync();
    }

    [Fact]
    public void WhenIdle_HandedOverConnectionIsOpen_IsNot()
    {
        Open(s_named, isHandedOver: true);

        Assert.True(_calls.WhenIdleAsync(CancellationToken.None).IsCompleted);
        Assert.Equal(1, _tunnels.Count);
    }

    [Fact]
    public void CutAll_CallsAreCut_TunnelsAreToo()
    {
        var (tunnel, handedOver) = (Open(s_named), Open(s_named, isHandedOver: true));

        _calls.CutAll(new Refusal(RefusalReason.NotReady, "The sidecar is stopping."));

        Assert.All([tunnel, handedOver], cut => Assert.Equal("the sidecar is stopping", cut.Cut?.Rule));
    }

    private void Allow(string entries)
    {
        _judge = GivenEgress.Snapshot(GivenEgress.Policy(entries));
        _holder.Swap(_judge);
    }

    private LiveTunnel Open(EgressAsk ask, bool isHandedOver = false) => TryOpen(ask, isHandedOver)!;

    private LiveTunnel? TryOpen(EgressAsk ask, bool isHandedOver = false)
    {
        var verdict = _judge.Egress.DecideAgain(ask);
        Assert.NotEqual(EgressAction.Deny, verdict.Action);
        return _tunnels.TryOpen(ask, verdict, _judge, isHandedOver);
    }
}
