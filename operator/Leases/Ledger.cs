using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>
/// One count of one limit: what was used in its window, and what is out at which process. A state machine without clock and client: times are arguments (milliseconds since 1970), words may
/// come in any order, twice or never. What it keeps to: what is out and what the window holds together are never above the amount, but for what sidecars used beyond their grants; nothing is
/// granted twice; and what was consumed is the sum of what every process used, and of what was written off.
/// </summary>
internal sealed class Ledger(LedgerTerms terms)
{
    /// <summary>How long the dead are remembered for a late word, in milliseconds; and how many of them at most.</summary>
    public const long Memory = 600_000;

    public const int MaxEnded = 256;

    private readonly Dictionary<HolderId, Holder> _holders = [];
    private readonly Dictionary<ulong, Holder> _current = [];
    private readonly HashSet<Holder> _asking = [];
    private Int128 _out; // Of ten thousand liars too.
    private Int128 _overdrawn;

    public LedgerTerms Terms => terms;

    public UseWindow Window { get; } = new(terms);

    public IReadOnlyCollection<Holder> Holders => _holders.Values;

    /// <summary>Those that ask for more than they were granted.</summary>
    public IReadOnlyCollection<Holder> Asking => _asking;

    /// <summary>What is out: granted, and not known to be used or returned.</summary>
    public long Out => (long)Int128.Min(_out, long.MaxValue);

    /// <summary>How many processes hold something.</summary>
    public int Holding { get; private set; }

    /// <summary>How many processes have ended and are remembered.</summary>
    public int Ended { get; private set; }

    /// <summary>Calls under way, for a stock.</summary>
    public long UnderWay { get; private set; }

    /// <summary>What living processes have used beyond all that they were granted, and no grant has made good yet; none for a stock.</summary>
    public long Overdrawn => (long)Int128.Min(_overdrawn, long.MaxValue);

    /// <summary>Everything consumed since the ledger began, windows past included.</summary>
    public long Spent { get; private set; }

    /// <summary>Of <see cref="Spent"/>, what no provider reported, or was written off.</summary>
    public long Estimated { get; private set; }

    /// <summary>Set where a process that is not known is believed without counting what it used: the ledger is younger than the processes.</summary>
    public bool TrustsPast { get; set; }

    /// <summary>What nobody holds or has used within the window; negative where more was used than granted, or the amount was lowered.</summary>
    public long Room => terms.Amount - UseWindow.Sum(Window.Used, Out);

    /// <summary>Whether nothing would be lost with it.</summary>
    public bool IsEmpty => _holders.Count == 0 && Window.Used == 0;

    /// <summary>What is out at one process. Calls under way beyond what it was granted count too: they are there.</summary>
    public long HeldBy(Holder holder) => terms.IsStock ? Math.Max(holder.Granted - holder.Returned, holder.Used) : Math.Max(0, holder.Balance);

    public Holder? Find(HolderId id) => _holders.GetValueOrDefault(id);

    /// <summary>Takes in what a process says; false where it is no newer than what was heard. The latest process of a pod that speaks is its only one: what another one had left is written off.</summary>
    public bool Hear(HolderId id, SliceState word, long sequence, long now)
    {
        Window.Roll(now);
        if (_holders.TryGetValue(id, out var holder) && sequence <= holder.Heard) return false;
        var isNew = holder is null;
        holder ??= new() { Id = id };
        var lives = word.Final is not true && TakeOver(holder, now);
        Exit(holder);
        _holders[id] = holder;
        if (lives) Explain(holder, holder.Lost, holder.Lost); // It was thought dead, and still has it.
        (holder.Word, holder.Heard, holder.Ended, holder.Missing) = (word, sequence, null, null);
        Take(holder, word, isNew && TrustsPast ? null : now);
        Enter(holder);
        if (!lives) WriteOff(holder, now);
        return true;
    }

    /// <summary>Adds to what a process was granted; the caller has seen to it that there is room.</summary>
    public void Grant(Holder holder, long amount)
    {
        Exit(holder);
        holder.Granted += amount;
        holder.Wanted = Math.Max(0, holder.Wanted - amount);
        Enter(holder);
    }

    /// <summary>Nobody knows how to reach the process: it is granted nothing until it speaks again.</summary>
    public void Silence(Holder holder)
    {
        Exit(holder);
        holder.Wanted = 0;
        Enter(holder);
    }

    /// <summary>The process is gone: what it had left counts as used, and is not granted to anybody else in this window.</summary>
    public void WriteOff(Holder holder, long now)
    {
        if (holder.Ended is not null) return;
        Window.Roll(now);
        Exit(holder);
        var left = Math.Max(0, holder.Balance);
        if (terms.IsStock) (holder.Returned, holder.Used) = (holder.Granted, 0);
        else if (left > 0) Lose(holder, left, now);
        (holder.Ended, holder.Wanted) = (now, 0);
        Enter(holder);
    }

    /// <summary>Lets go of the dead that no late word can come from any more, the oldest first where they are many.</summary>
    public void Forget(long now)
    {
        Window.Roll(now);
        if (Ended == 0) return;
        var dead = _holders.Values.Where(holder => holder.Ended is not null).OrderByDescending(holder => holder.Ended).ThenBy(holder => holder.Id).ToList();
        foreach (var holder in dead.Where((holder, index) => index >= MaxEnded || now - holder.Ended >= Memory))
        {
            Exit(holder);
            _holders.Remove(holder.Id);
            if (_current.GetValueOrDefault(holder.Id.Pod) == holder) _current.Remove(holder.Id.Pod);
        }
    }

    /// <summary>Hears what another ledger heard, but takes nothing over that it granted: that may never have been written down.</summary>
    public void Merge(Ledger other, long now)
    {
        foreach (var seen in other.Holders.Where(seen => seen.Word is not null).OrderBy(seen => seen.Ended ?? long.MaxValue))
            Hear(seen.Id, seen.Word!, seen.Heard, now);
    }

    /// <summary>Holders and totals as they were written down.</summary>
    public void Restore(IEnumerable<Holder> holders, long spent, long estimated)
    {
        (Spent, Estimated) = (spent, estimated);
        foreach (var holder in holders)
        {
            _holders.Add(holder.Id, holder);
            if (!_current.TryGetValue(holder.Id.Pod, out var other) || other.Id.IsBefore(holder.Id)) _current[holder.Id.Pod] = holder;
            Enter(holder);
        }
    }

    /// <summary>A process that goes on is its pod's only one: the one before it is dead. False where this is the one before, whose word comes late. A last word takes nothing over.</summary>
    private bool TakeOver(Holder holder, long now)
    {
        if (_current.TryGetValue(holder.Id.Pod, out var other) && other != holder)
        {
            if (holder.Id.IsBefore(other.Id)) return false;
            WriteOff(other, now);
        }

        _current[holder.Id.Pod] = holder;
        return true;
    }

    /// <summary>What a word says, bounded to what can be; <paramref name="bookedAt"/> is null where what was used counts as long past.</summary>
    private void Take(Holder holder, SliceState word, long? bookedAt)
    {
        holder.Granted = Math.Max(holder.Granted, Bound(word.Granted));
        holder.Wanted = word.Final is true ? 0 : Math.Max(0, Bound(word.Wanted) - (holder.Granted - Bound(word.Granted)));
        var unseen = word.Final is true ? Math.Max(0, holder.Granted - Bound(word.Granted)) : 0; // A grant that never arrived is one that comes back.
        var returned = Math.Max(0, Math.Min(Bound(word.Returned) + unseen, holder.Granted) - holder.Returned);
        holder.Returned += returned;
        if (terms.IsStock)
        {
            holder.Used = Bound(word.Used);
            return;
        }

        var used = Math.Max(0, Bound(word.Used) - holder.Used);
        var estimated = Math.Max(0, Math.Min(Bound(word.Estimated), holder.Used + used) - holder.Estimated);
        (holder.Used, holder.Estimated) = (holder.Used + used, holder.Estimated + estimated);
        if (bookedAt is not { } now) return;

        var explained = Math.Min(used, holder.Lost);
        Explain(holder, explained, 0);
        Window.Book(now, used - explained, estimated);
        (Spent, Estimated) = (UseWindow.Sum(Spent, used - explained), UseWindow.Sum(Estimated, estimated));
        var back = Math.Min(returned, holder.Lost);
        Explain(holder, back, back);
    }

    private void Lose(Holder holder, long left, long now)
    {
        var end = Window.Book(now, left, left);
        if (holder.Lost == 0) holder.LostIn = end; // Else the older bucket stays: taken back from there, nothing counts for a shorter time.
        holder.Lost += left;
        (Spent, Estimated) = (UseWindow.Sum(Spent, left), UseWindow.Sum(Estimated, left));
    }

    /// <summary>What was written off turns out to have been used (then it stays, and is no guess any more), or to have come back.</summary>
    private void Explain(Holder holder, long amount, long cameBack)
    {
        if (amount == 0) return;
        holder.Lost -= amount;
        Window.Take(holder.LostIn, cameBack, amount);
        (Spent, Estimated) = (Spent - cameBack, Estimated - amount);
    }

    private static long Bound(long value) => Math.Clamp(value, 0, LedgerTerms.Most);

    private void Exit(Holder holder)
    {
        if (!_holders.ContainsKey(holder.Id)) return;
        Count(holder, -1);
        _asking.Remove(holder);
    }

    private void Enter(Holder holder)
    {
        Count(holder, 1);
        if (holder.Wanted > 0) _asking.Add(holder);
    }

    private void Count(Holder holder, int sign)
    {
        var held = HeldBy(holder);
        _out += sign * held;
        if (held > 0) Holding += sign;
        if (holder.Ended is not null) Ended += sign;
        if (terms.IsStock) UnderWay += sign * holder.Used;
        else if (holder.Ended is null) _overdrawn += sign * Math.Max(0, -holder.Balance);
    }
}
