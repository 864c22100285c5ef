using System.Collections.Concurrent;
using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Limits;

/// <summary>What lives on of one limit across snapshots: a count for each key, and how often it was reached. Keys are bounded; those beyond share one count.</summary>
internal sealed class LimitState
{
    /// <summary>The most keys of one limit.</summary>
    public const int MostKeys = SliceWord.MaxSlices;

    /// <summary>The key of all that find no place of their own.</summary>
    public const string Shared = "*";

    private readonly ConcurrentDictionary<string, LimitCount> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LimitCount>.AlternateLookup<ReadOnlySpan<char>> _byKey;
    private readonly KeyRoom? _room;
    private readonly KeptCounts? _kept;
    private readonly LimitCount _only;
    private int _keys;
    private long _refused;
    private long _audited;
    private long _reachedAt;

    /// <param name="rule">The rule as it was when the limit was first seen, or last changed what it counts.</param>
    /// <param name="room">The room that leased counts share; null where it is not leased.</param>
    /// <param name="kept">What the process before this one had counted; null for nothing.</param>
    public LimitState(LimitRule rule, KeyRoom? room, KeptCounts? kept = null)
    {
        (Rule, Window, _room, _kept) = (rule, Window.Of(rule), rule.Scope == LimitScope.Pod ? null : room, kept);
        _byKey = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        _only = rule.By == LimitBy.None ? Add("") : Add(Shared);
    }

    /// <summary>As it is in the newest bundle that has the limit.</summary>
    public LimitRule Rule { get; private set; }

    /// <summary>Whether the operator leases slices of it.</summary>
    public bool IsLeased => _room is not null;

    public Window? Window { get; }

    /// <summary>All counts; of a limit by keys the shared one too.</summary>
    public IEnumerable<LimitCount> Counts => _counts.Values;

    /// <summary>Calls that it refused, or would have where it audits.</summary>
    public long Reached => Volatile.Read(ref _refused) + Volatile.Read(ref _audited);

    /// <summary>Of them, those that it refused.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>When it was last reached.</summary>
    public long ReachedAt => Volatile.Read(ref _reachedAt);

    /// <summary>Since when no rule names it, in milliseconds since 1970 in UTC; zero where one does. Of whoever sweeps.</summary>
    public long UnnamedSince { get; set; }

    /// <summary>The count of a key: of none, the only one.</summary>
    public LimitCount Of(ReadOnlySpan<char> key)
    {
        if (Rule.By == LimitBy.None) return _only;
        return _byKey.TryGetValue(key, out var known) ? known : Find(key);
    }

    /// <summary>The count of a key that has one; null else.</summary>
    public LimitCount? Known(string key) => _counts.GetValueOrDefault(key);

    /// <summary>A newer bundle has the limit, with another amount perhaps.</summary>
    public void Update(LimitRule rule) => Rule = rule;

    /// <summary>The limit was reached.</summary>
    public void Reach(bool audits, long now)
    {
        if (audits) Interlocked.Increment(ref _audited);
        else Interlocked.Increment(ref _refused);
        Volatile.Write(ref _reachedAt, now);
    }

    /// <summary>Counts something that was never reserved.</summary>
    public void Count(ReadOnlySpan<char> key, in Spent spent, long now)
    {
        LimitCount count;
        do count = Of(key);
        while (count.Reserve(spent.Used, 0, now) == Taken.Gone);
        count.Settle(spent.Used, spent, now);
    }

    /// <summary>Whether it counts the same as the rule does, by the same keys and in the same unit; how much may be used is another matter, and the window of what is leased is the operator's.</summary>
    public bool Fits(LimitRule rule) =>
        (Rule.Unit, Rule.By, Rule.EndUserHeader, Rule.EndUserClaim) == (rule.Unit, rule.By, rule.EndUserHeader, rule.EndUserClaim)
        && (_room is not null || (Rule.WindowSeconds, Rule.Period) == (rule.WindowSeconds, rule.Period));

    /// <summary>The limit counts something else from now on: what is leased of it goes on from the totals that were told, with nothing free.</summary>
    public void Follow(LimitState before)
    {
        if (_room is null) return;
        foreach (var count in before.Counts)
        {
            var after = Rule.By == LimitBy.None ? count.Key.Length == 0 ? _only : _counts.GetOrAdd(count.Key, Make) : Of(count.Key);
            if (after is SliceCount slice && after.Key == count.Key) slice.Follow((SliceCount)count);
        }
    }

    /// <summary>The limit was given up, and is back: its totals go on.</summary>
    public void Return(LeftLimit before)
    {
        (_refused, _audited, _reachedAt) = (before.Refused, before.Audited, before.ReachedAt);
        if (_room is null) return;
        foreach (var slice in before.Slices)
        {
            if (slice.Key != _only.Key) _room.Take();
            var after = (SliceCount)_counts.GetOrAdd(slice.Key, Make);
            after.Follow(slice);
            after.Touch(slice.TouchedAt);
        }

        _keys = _counts.Count - 1;
    }

    /// <summary>Whether no call holds anything of it, nothing that it counted stands in its window, and nothing of what was leased is free.</summary>
    public bool IsQuiet(long now)
    {
        foreach (var count in Counts)
        {
            if (count.Reserved != 0 || (count is WindowCount window ? !window.IsEmpty(now) : ((SliceCount)count).Free > 0)) return false;
        }

        return true;
    }

    /// <summary>Gives its places back; what stays of it.</summary>
    public LeftLimit Leave()
    {
        if (_room is not null)
        {
            foreach (var count in Counts.Where(count => count != _only)) _room.Give();
        }

        return new([.. Counts.OfType<SliceCount>().Where(slice => slice.TouchedAt > 0)], _refused, _audited, _reachedAt);
    }

    private LimitCount Find(ReadOnlySpan<char> key)
    {
        if (key.SequenceEqual(Shared)) return _only;
        if (_room is not null && !_room.TryTake()) return _only;
        if (Interlocked.Increment(ref _keys) > MostKeys)
        {
            Interlocked.Decrement(ref _keys);
            return _only;
        }

        var text = key.ToString();
        var fresh = Make(text);
        var there = _counts.GetOrAdd(text, fresh);
        if (there == fresh) return there;
        Interlocked.Decrement(ref _keys); // Another call was faster.
        _room?.Give();
        return there;
    }

    /// <summary>Gives up counts of this pod's own that nobody holds and of which nothing counts any more.</summary>
    public void Forget(long now)
    {
        if (_room is not null || Rule.By == LimitBy.None) return;
        foreach (var (key, count) in _counts)
        {
            if (count == _only || !((WindowCount)count).TryRetire(now)) continue;
            if (_counts.TryRemove(key, out _)) Interlocked.Decrement(ref _keys);
        }
    }

    private LimitCount Add(string key) => _counts.GetOrAdd(key, Make(key));

    private LimitCount Make(string key)
    {
        if (Rule.Scope != LimitScope.Pod) return new SliceCount(key);
        var count = new WindowCount(key, Window);
        _kept?.Restore(Rule, count);
        return count;
    }
}
