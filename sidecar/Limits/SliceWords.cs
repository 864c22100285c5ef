using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>
/// What this process tells the operator's leader of leased counts, and what it hears. Whole states: asked for ahead from the first bundle on, and at once where one runs low or a call lacks something. What nobody
/// has taken of for a while goes back; a process that stops gives everything back.
/// </summary>
internal sealed class SliceWords : IUpWord, IDownWord
{
    /// <summary>A slice that no call has taken of for as long is returned.</summary>
    public static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(10);

    private readonly LimitLedger _ledger;
    private readonly string _epoch;
    private readonly Nudge _nudge;
    private ImmutableArray<SliceState> _sent = [];
    private FrozenSet<(string Limit, LimitScope Scope)> _inForce = [];
    private long _sequence;
    private long _sentAs;
    private bool _hasClosed;

    /// <param name="ledger">The counts.</param>
    /// <param name="snapshots">Whose swaps bring limits.</param>
    /// <param name="epoch">This process.</param>
    /// <param name="nudge">What makes a word go out at once.</param>
    /// <param name="isConnected">Whether the operator's stream is open.</param>
    public SliceWords(LimitLedger ledger, SnapshotHolder snapshots, ProcessEpoch epoch, Nudge nudge, Func<bool> isConnected)
    {
        (_ledger, _epoch, _nudge) = (ledger, epoch.Value, nudge);
        ledger.Link = new(isConnected, Ask);
        snapshots.Swapped += AskAhead;
        AskAhead(snapshots.Current);
    }

    /// <summary>The process stops, and no call is under way any more: the next word is the last one.</summary>
    public void Close()
    {
        _ledger.IsClosed = true;
        Volatile.Write(ref _hasClosed, true);
        _nudge.Raise();
    }

    public void Forget() => _sent = [];

    public bool TryNext([NotNullWhen(true)] out Envelope? word)
    {
        var sequence = Interlocked.Increment(ref _sequence); // First: who asks from here on is answered by a later word.
        var slices = Read(Volatile.Read(ref _hasClosed));
        word = null;
        if (slices.AsSpan().SequenceEqual(_sent.AsSpan()) && !Lacks()) return false; // Who lacks something asks until there is an answer.
        _sent = slices;
        Volatile.Write(ref _sentAs, sequence);
        word = new() { Type = EnvelopeTypes.Slices, Slices = new() { Epoch = _epoch, Sequence = sequence, Slices = slices } };
        return true;
    }

    public void Hear(Envelope word)
    {
        if (word.Type != EnvelopeTypes.Grants || word.Grants is not { } grants || grants.Epoch != _epoch || grants.Grants.IsDefault) return;
        foreach (var grant in grants.Grants)
        {
            if (_ledger.Find(grant.Limit, grant.Scope)?.Known(grant.Key) is SliceCount slice) slice.Hear(grant, grants.Heard, _ledger.Now);
        }
    }

    private long Ask()
    {
        var sequence = Volatile.Read(ref _sequence) + 1;
        _nudge.Raise();
        return sequence;
    }

    private void AskAhead(Snapshot? snapshot)
    {
        if (snapshot is null || snapshot.Limits.IsEmpty) return;
        var inForce = _ledger.BookOf(snapshot.Limits).States;
        Volatile.Write(ref _inForce, inForce.Select(state => (state.Rule.Limit, state.Rule.Scope)).ToFrozenSet());
        foreach (var state in inForce)
        {
            if (state is { IsLeased: true, Rule.By: LimitBy.None } && state.Known("") is SliceCount slice) slice.Touch(_ledger.Now);
        }

        _nudge.Raise();
    }

    /// <summary>Whether the operator has heard all that is to be said of the limit, and has answered: it may be given up.</summary>
    public bool HasTold(LimitState state)
    {
        if (!state.IsLeased) return true;
        var (sent, number) = (_sent, Volatile.Read(ref _sentAs));
        foreach (var count in state.Counts)
        {
            if (count is not SliceCount slice || (slice.TouchedAt == 0 && slice.Granted == 0)) continue;
            slice.Touch(_ledger.Now); // Of what went on from another's totals nothing may have been said yet.
            if (slice.Answered < number || !sent.Contains(slice.ToState(state.Rule, isIdle: true, isFinal: false))) return false;
        }

        return true;
    }

    private ImmutableArray<SliceState> Read(bool isFinal)
    {
        var now = _ledger.Now;
        var slices = ImmutableArray.CreateBuilder<SliceState>();
        var inForce = Volatile.Read(ref _inForce);
        foreach (var state in _ledger.States.OrderByDescending(state => inForce.Contains((state.Rule.Limit, state.Rule.Scope)))) // Those of rules that are no more crowd out none that is in force.
        {
            if (!state.IsLeased) continue;
            foreach (var count in state.Counts)
            {
                if (count is SliceCount { TouchedAt: > 0 } slice) slices.Add(Read(slice, state.Rule, now, isFinal));
            }
        }

        if (slices.Count > SliceWord.MaxSlices) slices.Count = SliceWord.MaxSlices;
        slices.Sort(static (left, right) => Compare(left, right));
        return slices.DrainToImmutable();
    }

    private bool Lacks()
    {
        foreach (var state in _ledger.States)
        {
            if (!state.IsLeased) continue;
            foreach (var count in state.Counts)
            {
                if (count is SliceCount { Lacks: true }) return true;
            }
        }

        return false;
    }

    private static SliceState Read(SliceCount slice, LimitRule rule, long now, bool isFinal)
    {
        var isIdle = now - slice.TouchedAt >= IdleAfter.TotalMilliseconds;
        if (isIdle || isFinal) slice.Return(0);
        return slice.ToState(rule, isIdle, isFinal);
    }

    private static int Compare(SliceState left, SliceState right)
    {
        var order = string.CompareOrdinal(left.Limit, right.Limit);
        if (order == 0) order = left.Scope.CompareTo(right.Scope);
        return order == 0 ? string.CompareOrdinal(left.Key, right.Key) : order;
    }
}
