using System.Net;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// The open connections to the outside: how many there are, and which of them rules that come later deny. Those that are tunnelled count as work under way, so that a drain waits for
/// them; those that are handed over do not, since the calls on them count themselves and a client may keep an idle one open for long.
/// </summary>
internal sealed class LiveTunnels : IDisposable
{
    /// <summary>The most that may be open at once.</summary>
    public const int Most = 2048;

    private readonly LiveTunnel?[] _slots = new LiveTunnel?[Most * 2];
    private readonly SnapshotHolder _snapshots;
    private readonly LiveCalls _calls;
    private int _open;
    private int _cursor;

    public LiveTunnels(SnapshotHolder snapshots, LiveCalls calls)
    {
        (_snapshots, _calls) = (snapshots, calls);
        _snapshots.Swapped += JudgeAll;
        _calls.CuttingAll += CutAll;
    }

    /// <summary>How many are open.</summary>
    public int Count => Volatile.Read(ref _open);

    /// <summary>
    /// Opens a connection that a snapshot let through; null where as many as may are open, which is denied with <see cref="EgressReason.TooMany"/>. A snapshot that came into force between
    /// the verdict and this moment is asked at once, so the handle may come back already cut.
    /// </summary>
    /// <param name="ask">What was judged: of a plain HTTP connection each request by itself, with its own name.</param>
    /// <param name="verdict">What was decided; no denial.</param>
    /// <param name="judgedBy">The snapshot that decided.</param>
    /// <param name="isHandedOver">Whether it is served here; else its bytes are tunnelled.</param>
    public LiveTunnel? TryOpen(EgressAsk ask, EgressVerdict verdict, Snapshot judgedBy, bool isHandedOver)
    {
        if (Interlocked.Increment(ref _open) > Most)
        {
            Interlocked.Decrement(ref _open);
            return null;
        }

        var tunnel = new LiveTunnel(ask, verdict, isHandedOver);
        if (!isHandedOver) _calls.BeginTunnel();
        int slot;
        do slot = Interlocked.Increment(ref _cursor) & (_slots.Length - 1);
        while (Interlocked.CompareExchange(ref _slots[slot], tunnel, null) is not null);
        tunnel.Slot = slot;

        var current = _snapshots.Current;
        if (current != judgedBy) Judge(tunnel, current);
        return tunnel;
    }

    /// <summary>Notes where a tunnel was connected to: rules on addresses that came since, or come later, hold for that too.</summary>
    public void Connected(LiveTunnel tunnel, IPEndPoint to)
    {
        tunnel.Connected = to;
        Judge(tunnel, _snapshots.Current);
    }

    /// <summary>Takes an open connection out; exactly once each.</summary>
    public void Close(LiveTunnel tunnel)
    {
        Volatile.Write(ref _slots[tunnel.Slot], null);
        Interlocked.Decrement(ref _open);
        if (!tunnel.IsHandedOver) _calls.EndTunnel();
    }

    /// <summary>Cuts every open connection, as all calls are: the process ends, and each is still to be accounted for.</summary>
    public void CutAll()
    {
        for (var slot = 0; slot < _slots.Length; slot++) Volatile.Read(ref _slots[slot])?.Stop(EgressVerdict.Deny(EgressReason.NotReady, rule: "the sidecar is stopping"));
    }

    public void Dispose()
    {
        _snapshots.Swapped -= JudgeAll;
        _calls.CuttingAll -= CutAll;
    }

    private void JudgeAll(Snapshot? next)
    {
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            if (Volatile.Read(ref _slots[slot]) is { } tunnel) Judge(tunnel, next);
        }
    }

    /// <summary>What is now denied is cut, and so is what would now be done otherwise: tunnelled where it should end here, or to an address that another rule chose.</summary>
    private static void Judge(LiveTunnel tunnel, Snapshot? snapshot)
    {
        if (snapshot is null)
        {
            tunnel.Stop(EgressVerdict.Deny(EgressReason.NotReady, rule: "the rules have become too old to be used"));
            return;
        }

        var next = snapshot.Egress.DecideAgain(tunnel.Ask);
        if (next.Action == EgressAction.Tunnel && tunnel.Connected is { } connected && snapshot.Egress.Refuse(connected) is { } refused) next = refused;
        if (next.Action != tunnel.Verdict.Action || next.ByAddress != tunnel.Verdict.ByAddress) tunnel.Stop(next);
    }
}
