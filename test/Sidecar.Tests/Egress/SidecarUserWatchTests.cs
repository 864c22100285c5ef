using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Redirects;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress;

public sealed class SidecarUserWatchTests
{
    private readonly EnforcementBoard _board = new(new() { Level = EnforcementLevel.Redirected });
    private readonly LogLines<SidecarUserWatch> _log = new();
    private ulong[] _listed = [];
    private ulong[] _own = [];
    private int _ownReads;
    private bool _blind;

    [Fact]
    public void Look_OwnSocketsAlone_StaysRedirected()
    {
        (_listed, _own) = ([1, 2], [1, 2, 3]);
        using var watch = Watch();

        Assert.True(watch.TryLook() && watch.TryLook() && watch.TryLook());

        Assert.Equal(EnforcementLevel.Redirected, _board.Read().Level);
        Assert.Equal(1, _ownReads);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Look_SocketThatClosedBetweenTwoReads_StaysRedirected()
    {
        using var watch = Watch();

        for (ulong inode = 1; inode < 20; inode++)
        {
            (_listed, _own) = ([inode], []);
            Assert.True(watch.TryLook());
        }

        Assert.Equal(EnforcementLevel.Redirected, _board.Read().Level);
    }

    [Fact]
    public void Look_ForeignSocketAtTwoLooks_IsCooperativeForGood()
    {
        (_listed, _own) = ([1, 7], [1]);
        using var watch = Watch();

        Assert.True(watch.TryLook());
        Assert.Equal(EnforcementLevel.Redirected, _board.Read().Level);
        Assert.False(watch.TryLook());
        (_listed, _own) = ([1], [1]);
        watch.TryLook();

        Assert.Equal(new Enforcement { Level = EnforcementLevel.Cooperative, Reason = "a process that is not the sidecar has sockets as its user" }, _board.Read());
        Assert.Contains(SidecarUserWatch.User.ToString(System.Globalization.CultureInfo.InvariantCulture), Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Look_NumberOfAClosedSocketOfOurs_IsNotOursAnyMore()
    {
        (_listed, _own) = ([1], [1]);
        using var watch = Watch();
        watch.TryLook();
        (_listed, _own) = ([], []);
        watch.TryLook();

        (_listed, _own) = ([1], []);

        Assert.Equal((true, false), (watch.TryLook(), watch.TryLook()));
        Assert.Equal(1, watch.Foreign);
    }

    [Fact]
    public void Look_ThatFailsAgainAndAgain_IsCooperative()
    {
        _blind = true;
        using var watch = Watch();

        for (var look = 1; look < SidecarUserWatch.MostFailures; look++) Assert.True(watch.TryLook());
        Assert.Equal(EnforcementLevel.Redirected, _board.Read().Level);
        Assert.False(watch.TryLook());

        Assert.Equal(EnforcementLevel.Cooperative, _board.Read().Level);
    }

    [Fact]
    public void Look_ThatFailsNowAndThen_StaysRedirected()
    {
        using var watch = Watch();

        for (var look = 0; look < 10; look++)
        {
            _blind = look % 2 == 0;
            Assert.True(watch.TryLook());
        }

        Assert.Equal(EnforcementLevel.Redirected, _board.Read().Level);
    }

    [Fact]
    public async Task Look_RealProcessOfThatUser_IsSeenAndNothingElseIs()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "another user's process needs root");
        const uint other = 61234;
        using var target = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        target.Bind(new IPEndPoint(IPAddress.Any, 0));
        using var watch = new SidecarUserWatch(new SocketTables("/proc/net", other).Find, OwnSockets.Find, _board, TimeProvider.System, _log);
        Assert.True(watch.TryLook() && watch.TryLook());

        using var foreign = new OtherUsersSocket(other);
        await foreign.OpenedAsync();

        Assert.Equal((true, false), (watch.TryLook(), watch.TryLook()));
        Assert.Equal(1, watch.Foreign);
    }

    private SidecarUserWatch Watch() => new(
        inodes =>
        {
            if (_blind) throw new IOException("no tables");
            inodes.UnionWith(_listed);
        },
        inodes =>
        {
            _ownReads++;
            inodes.UnionWith(_own);
        },
        _board, TimeProvider.System, _log);
}
