using System.Collections.Immutable;
using AiGateway.Contracts.Approvals;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Ledgers.Approvals;

/// <summary>
/// The questions that this process has open, whether a human approves a call of a tool. Nothing of it outlives the process: after a restart everything is asked anew. An approval lets one call
/// through, and is taken at the same moment; a denial holds for the same call until the question would have expired. Bounded. What changed is told by <see cref="Changed"/>.
/// </summary>
internal sealed class ApprovalLedger : IDisposable
{
    /// <summary>The most entries that are remembered, those that have ended included.</summary>
    public const int MaxEntries = 256;

    /// <summary>How long the operator is told of what has ended.</summary>
    public static readonly TimeSpan ToldFor = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<ApprovalKey, ApprovalEntry> _entries = [];
    private readonly List<ApprovalEntry> _ended = [];
    private readonly SnapshotHolder _snapshots;
    private readonly TimeProvider _clock;
    private TaskCompletionSource _changed = NewSignal();

    public ApprovalLedger(SnapshotHolder snapshots, TimeProvider clock)
    {
        (_snapshots, _clock) = (snapshots, clock);
        _snapshots.Swapped += Judge;
    }

    /// <summary>Raised, outside of any lock, when there is something new to tell the operator.</summary>
    public event Action? Fresh;

    /// <summary>Completes at the next change of any question; taken before looking.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate) return _changed.Task;
        }
    }

    public ApprovalCounts Counts { get; } = new();

    /// <summary>How many are undecided, or approved and not used.</summary>
    public int Open
    {
        get
        {
            lock (_gate) return OpenCount();
        }
    }

    /// <summary>
    /// How these questions of one call stand together; those that were not asked before are asked now. Where all are approved they are taken, all at once and once: the call may be made. Else the
    /// first that stands in the way.
    /// </summary>
    public (ApprovalState State, ApprovalQuestion At) Look(ImmutableArray<ApprovalQuestion> questions)
    {
        foreach (var question in questions)
        {
            if (!Knows(question)) question.Prepare();
        }

        var asked = Counts.Asked;
        var stands = LookLocked(questions);
        if (Counts.Asked != asked || stands.State == ApprovalState.Used) Fresh?.Invoke();
        return stands;
    }

    /// <summary>What the operator says of this process's questions.</summary>
    public void Hear(VerdictWord word)
    {
        var open = 0;
        lock (_gate)
        {
            Sweep();
            var byId = new Dictionary<string, ApprovalEntry>(StringComparer.Ordinal);
            foreach (var entry in _entries.Values)
            {
                if (entry.IsOpen) byId[entry.Ask.Id] = entry;
            }

            foreach (var pending in word.Pending.IsDefault ? [] : word.Pending)
            {
                if (byId.TryGetValue(pending.Id, out var entry)) entry.Request = ApprovalText.Bounded(pending.Request, ApprovalText.MaxRequest);
            }

            foreach (var verdict in word.Verdicts.IsDefault ? [] : word.Verdicts)
            {
                if (byId.TryGetValue(verdict.Id, out var entry) && entry.State == ApprovalState.Open) open += Take(entry, verdict);
            }

            if (open > 0) Signal();
        }

        if (open > 0) Fresh?.Invoke();
    }

    /// <summary>What the operator is to know: all that is open, and of what has ended lately as much as there is room for; ordered by id.</summary>
    public ImmutableArray<ApprovalAsk> Asks()
    {
        lock (_gate)
        {
            Sweep();
            return
            [
                .. _entries.Values.Where(entry => entry.IsOpen)
                    .Concat(_ended.AsEnumerable().Reverse())
                    .Select(entry => entry.Ask)
                    .Take(ApprovalWord.MaxAsks)
                    .OrderBy(ask => ask.Id, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Wakes all who wait, so that they answer: the process stops.</summary>
    public void Wake()
    {
        lock (_gate) Signal();
    }

    public void Dispose() => _snapshots.Swapped -= Judge;

    private bool Knows(ApprovalQuestion question)
    {
        if (question.Entry is { State: not ApprovalState.Used }) return true;
        lock (_gate) return _entries.ContainsKey(question.Key);
    }

    private (ApprovalState State, ApprovalQuestion At) LookLocked(ImmutableArray<ApprovalQuestion> questions)
    {
        lock (_gate)
        {
            Sweep();
            ApprovalQuestion? waits = null;
            foreach (var question in questions)
            {
                var state = StateOf(question);
                if (state is ApprovalState.Open) waits ??= question;
                else if (state is not ApprovalState.Approved) return (state, question);
            }

            if (waits is not null) return (ApprovalState.Open, waits);
            foreach (var question in questions) End(question.Entry!, ApprovalState.Used);
            Signal();
            return (ApprovalState.Used, questions[0]);
        }
    }

    /// <summary>One that another call has used up is asked anew; what came to its end is told once.</summary>
    private ApprovalState StateOf(ApprovalQuestion question)
    {
        if (question.Entry is { State: not ApprovalState.Used } own) return Tell(own);
        if (_entries.TryGetValue(question.Key, out var known))
        {
            question.Entry = known;
            return Tell(known);
        }

        if (!StillAsks(_snapshots.Current, question.Key)) return ApprovalState.Dropped; // Newer rules came between the permit and this moment.
        if (OpenCount() >= ApprovalWord.MaxAsks || _entries.Count >= MaxEntries)
        {
            Counts.Full++;
            return ApprovalState.Full;
        }

        _entries[question.Key] = question.Entry = new(question.Key, question.Take());
        Counts.Asked++;
        return ApprovalState.Open;
    }

    private ApprovalState Tell(ApprovalEntry entry)
    {
        if (entry.State is ApprovalState.Expired or ApprovalState.Dropped) Forget(entry);
        return entry.State;
    }

    private int Take(ApprovalEntry entry, ApprovalVerdict verdict)
    {
        entry.Decide(verdict.Approved);
        entry.Request = ApprovalText.Bounded(verdict.Request, ApprovalText.MaxRequest);
        entry.Reason = verdict.Reason is { } reason ? ApprovalText.Bounded(reason, ApprovalText.MaxReason) : null;
        if (!verdict.Approved) Counts.Denied++;
        return 1;
    }

    /// <summary>Newer rules: what they deny, and what they do not ask for, is no question any more.</summary>
    private void Judge(Snapshot? snapshot)
    {
        var dropped = 0;
        lock (_gate)
        {
            foreach (var entry in _entries.Values.Where(entry => entry.IsOpen && !StillAsks(snapshot, entry.Key)).ToList())
            {
                End(entry, ApprovalState.Dropped);
                dropped++;
            }

            if (dropped > 0) Signal();
        }

        if (dropped > 0) Fresh?.Invoke();
    }

    private static bool StillAsks(Snapshot? snapshot, ApprovalKey key) =>
        snapshot is not null
        && snapshot.Decide(new Ask { Mcp = [new McpAsk(key.Server, McpSubject.Tool, key.Tool)] }) is not { Allowed: false }
        && snapshot.Rules.ApprovalOf(key.Server, key.Tool) is not null;

    /// <summary>What has run out. A denial is forgotten then, and the same call may be asked for anew.</summary>
    private void Sweep()
    {
        var now = _clock.GetUtcNow();
        List<ApprovalEntry>? late = null;
        foreach (var entry in _entries.Values)
        {
            if (entry.Ask.ExpiresAt <= now && (entry.IsOpen || entry.State == ApprovalState.Denied)) (late ??= []).Add(entry);
            else if (!entry.IsOpen && entry.State != ApprovalState.Denied && now - entry.EndedAt > ToldFor) (late ??= []).Add(entry);
        }

        foreach (var entry in late ?? [])
        {
            if (entry.IsOpen) End(entry, ApprovalState.Expired);
            else Forget(entry);
        }

        _ended.RemoveAll(entry => now - entry.EndedAt > ToldFor);
        if (late is not null) Signal();
    }

    private void End(ApprovalEntry entry, ApprovalState state)
    {
        entry.End(state, _clock.GetUtcNow());
        if (state == ApprovalState.Used) Counts.Used++;
        else if (state == ApprovalState.Expired) Counts.Expired++;
        else Counts.Dropped++;
        if (state == ApprovalState.Used) Forget(entry);
        _ended.Add(entry);
        if (_ended.Count > ApprovalWord.MaxAsks) _ended.RemoveAt(0);
    }

    private void Forget(ApprovalEntry entry)
    {
        if (_entries.TryGetValue(entry.Key, out var known) && known == entry) _entries.Remove(entry.Key);
    }

    private int OpenCount()
    {
        var open = 0;
        foreach (var entry in _entries.Values)
        {
            if (entry.IsOpen) open++;
        }

        return open;
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
