using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Journals;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>An agent that is held between the verdict on a connection and its first byte: nothing goes out.</summary>
public sealed class EgressWaysTests : IAsyncLifetime
{
    private static readonly PolicyRule s_policy = GivenEgress.Policy("192.0.2.7:443");

    private readonly SnapshotHolder _holder = new();
    private readonly Snapshot _open = GivenEgress.Snapshot(s_policy);
    private readonly LiveCalls _calls;
    private readonly LiveTunnels _tunnels;
    private readonly AuditJournal _journal = new(new() { Open = () => Stream.Null }, TimeProvider.System, NullLogger<AuditJournal>.Instance);
    private readonly EgressWays _ways;
    private readonly List<Socket> _dialled = [];
    private Action _whileDialling = () => { };

    public EgressWaysTests()
    {
        _calls = new(new() { MaxConcurrentCalls = 4 }, _holder, TimeProvider.System);
        _tunnels = new(_holder, _calls);
        _ways = new(_holder, _tunnels, new((_, _) => Task.FromResult<IPAddress[]>([]), Dial), new(new(), new(), new(new()), _journal, TimeProvider.System));
        _holder.Swap(_open);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _tunnels.Dispose();
        _calls.Dispose();
        await _journal.StopAsync(CancellationToken.None);
        _journal.Dispose();
        _dialled.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task TryAdmit_HeldSinceTheVerdict_IsRefusedAsTheHoldSays()
    {
        var way = Judged();
        _holder.Swap(_open.Held(GivenHolds.Suspended, s_policy));

        Assert.False(_ways.TryAdmit(way, isHandedOver: false));

        Assert.Equal((EgressReason.Suspended, GivenHolds.Suspended), (way.Verdict.Reason, way.Verdict.Held));
        await _ways.CloseAsync(way);
        Assert.Equal(0, _tunnels.Count);
    }

    [Fact]
    public async Task Dial_HeldWhileItConnects_GivesNoConnectionOut()
    {
        var way = Judged();
        Assert.True(_ways.TryAdmit(way, isHandedOver: false));
        _whileDialling = () => _holder.Swap(_open.Held(GivenHolds.In(Quarantine.All), s_policy));

        Assert.Null(await _ways.DialAsync(way));

        Assert.Equal(EgressReason.Quarantined, way.Verdict.Reason);
        Assert.True(Assert.Single(_dialled).SafeHandle.IsClosed);
        await _ways.CloseAsync(way);
    }

    [Fact]
    public async Task Dial_NotHeld_Connects()
    {
        var way = Judged();
        Assert.True(_ways.TryAdmit(way, isHandedOver: false));

        var upstream = await _ways.DialAsync(way);

        Assert.Same(Assert.Single(_dialled), upstream);

        await _ways.CloseAsync(way);
    }

    private EgressWay Judged()
    {
        var way = _ways.Open("c1", EgressVia.Transparent);
        var dialled = IPEndPoint.Parse("192.0.2.7:443");
        (way.Ask, way.Verdict) = (new() { Port = 443, Dialled = dialled }, way.Rules!.Decide(dialled)!.Value);
        Assert.Equal(EgressAction.Tunnel, way.Verdict.Action);
        return way;
    }

    private ValueTask<Socket> Dial(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _dialled.Add(socket);
        _whileDialling();
        return new(socket);
    }
}
