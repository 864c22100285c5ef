using System.Numerics;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>
/// The open calls: how many there are, which of them a new snapshot denies, which are late, which use more than they reserved. A table of slots without locks, at most half
/// full; a sweep a quarter of a second stands for a timer in every call.
/// </summary>
internal sealed class LiveCalls : IDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(250);

    private static readonly Refusal s_askedSince =
        new(RefusalReason.ApprovalPending, "The rules have changed while this call was looked at, and ask for a human's approval of it now: make it again to be judged by the new ones.");

    private readonly LiveCall?[] _slots;
    private readonly int _max;
    private readonly SnapshotHolder _snapshots;
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;
    private TaskCompletionSource? _idle;
    private int _open;
    private int _tunnels;
    private int _admitted;
    private int _cursor;

    public LiveCalls(LiveCallsOptions options, SnapshotHolder snapshots, TimeProvider clock)
    {
        _max = options.MaxConcurrentCalls;
        _slots = new LiveCall?[BitOperations.RoundUpToPowerOf2((uint)_max * 2)];
        (_snapshots, _clock) = (snapshots, clock);
        _snapshots.Swapped += CutDenied;
        _sweep = clock.CreateTimer(static calls => ((LiveCalls)calls!).Sweep(), this, SweepEvery, SweepEvery);
    }

    /// <summary>Raised when every call is cut: for exchanges that are no calls.</summary>
    public event Action? CuttingAll;

    /// <summary>Exchanges that have begun and not ended, refused ones too, and tunnels: what a drain waits for.</summary>
    public int Count => Volatile.Read(ref _open);

    /// <summary>The exchanges alone.</summary>
    public int Calls => Count - Volatile.Read(ref _tunnels);

    /// <summary>An exchange begins.</summary>
    public void Begin() => Interlocked.Increment(ref _open);

    /// <summary>An exchange has ended.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _open) == 0) Volatile.Read(ref _idle)?.TrySetResult();
    }

    /// <summary>A tunnel begins, whose bytes are no exchange of ours.</summary>
    public void BeginTunnel()
    {
        Begin();
        Interlocked.Increment(ref _tunnels);
    }

    /// <summary>A tunnel has ended.</summary>
    public void EndTunnel()
    {
        Interlocked.Decrement(ref _tunnels);
        End();
    }

    /// <summary>Ends when no exchange is open; at once where none is.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        while (Count > 0)
        {
            var idle = Volatile.Read(ref _idle);
            if (idle is null or { Task.IsCompleted: true })
            {
                var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (Interlocked.CompareExchange(ref _idle, fresh, idle) != idle) continue;
                idle = fresh;
            }

            if (Count > 0) await idle.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Admits a call that the snapshot permitted; false where as many as may are under way. A snapshot that came into force between
    /// the permit and this moment is asked at once.
    /// </summary>
    public bool TryAdmit(LiveCall call, Snapshot permittedBy)
    {
        if (Interlocked.Increment(ref _admitted) > _max)
        {
            Interlocked.Decrement(ref _admitted);
            return false;
        }

        int slot;
        do slot = Interlocked.Increment(ref _cursor) & (_slots.Length - 1);
        while (Interlocked.CompareExchange(ref _slots[slot], call, null) is not null);
        call.Slot = slot;

        Judge(call, permittedBy);
        return true;
    }

    /// <summary>
    /// Judges an admitted call, of which nothing has been sent, by the rules in force, where they are others than those that permitted it: also by what a swap does not ask of calls that have left, a human's approval.
    /// </summary>
    public void Judge(LiveCall call, Snapshot permittedBy)
    {
        var current = _snapshots.Current;
        if (current == permittedBy) return;
        if (current is not null && call.Permit.LacksApproval(current.Rules)) call.Deny(s_askedSince);
        JudgeBy(call, current);
    }

    /// <summary>Takes an admitted call out; exactly once each.</summary>
    public void Release(LiveCall call)
    {
        Volatile.Write(ref _slots[call.Slot], null);
        Interlocked.Decrement(ref _admitted);
    }

    /// <summary>Cuts every admitted call: the process ends, and each is still to be accounted for.</summary>
    public void CutAll(Refusal refusal)
    {
        CuttingAll?.Invoke();
        for (var slot = 0; slot < _slots.Length; slot++) Volatile.Read(ref _slots[slot])?.Deny(refusal);
    }

    public void Dispose()
    {
        _snapshots.Swapped -= CutDenied;
        _sweep.Dispose();
    }

    private void CutDenied(Snapshot? next)
    {
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            if (Volatile.Read(ref _slots[slot]) is { } call) JudgeBy(call, next);
        }
    }

    private static void JudgeBy(LiveCall call, Snapshot? snapshot)
    {
        if (snapshot is null)
        {
            call.Deny(new(RefusalReason.NotReady, "The rules have become too old to be used."));
            return;
        }

        var asked = call.Permit.Call.Ask;
        if (snapshot.Decide(asked) is { Allowed: false } denial) call.Deny(Refusal.Of(denial, asked.Model));
    }

    private void Sweep()
    {
        if (Volatile.Read(ref _admitted) == 0) return;
        var now = _clock.GetTimestamp();
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            if (Volatile.Read(ref _slots[slot]) is not { } call) continue;
            call.StopIfLate(now);
            if (call.Charge?.Grow() is { } outgrown) call.Deny(outgrown);
        }
    }
}
