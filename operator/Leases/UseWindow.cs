using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>
/// What was used within a window, in at most some sixty buckets. A bucket counts until it has left the window wholly, so that what is counted is never less than what a true window holds.
/// Times are milliseconds since 1970. A clock that went back books into the newest bucket: nothing counts for a shorter time because of it.
/// </summary>
internal sealed class UseWindow(LedgerTerms terms)
{
    private const int Buckets = 60;
    private const long Day = 86_400_000;

    private readonly List<UseBucket> _buckets = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<UseBucket> All => _buckets;

    public long Used { get; private set; }

    public long Estimated { get; private set; }

    /// <summary>When all of it has left, as far as it is known; null where nothing is used.</summary>
    public long? ResetsAt => _buckets.Count == 0 ? null : terms.Period is null ? LeavesAt(_buckets[0]) : LeavesAt(_buckets[^1]);

    /// <summary>Forgets what has left the window.</summary>
    public void Roll(long now)
    {
        var gone = 0;
        while (gone < _buckets.Count && LeavesAt(_buckets[gone]) <= now) gone++;
        if (gone == 0) return;
        _buckets.RemoveRange(0, gone);
        Count();
    }

    /// <summary>Adds what was used up to now; returns the bucket's end, by which it can be taken back.</summary>
    public long Book(long now, long used, long estimated)
    {
        var end = EndOf(now);
        if (_buckets.Count > 0 && _buckets[^1].End >= end) end = _buckets[^1].End;
        if (used == 0 && estimated == 0) return end;
        if (_buckets.Count == 0 || _buckets[^1].End < end) _buckets.Add(new() { End = end });
        var bucket = _buckets[^1];
        (bucket.Used, bucket.Estimated) = (Sum(bucket.Used, used), Sum(bucket.Estimated, estimated));
        Count();
        return end;
    }

    /// <summary>Takes back what was booked too much, if it has not left already.</summary>
    public void Take(long end, long used, long estimated)
    {
        if (_buckets.Find(bucket => bucket.End == end) is not { } bucket) return;
        (bucket.Used, bucket.Estimated) = (Math.Max(0, bucket.Used - used), Math.Max(0, bucket.Estimated - estimated));
        if (bucket is { Used: 0, Estimated: 0 }) _buckets.Remove(bucket);
        Count();
    }

    /// <summary>Puts all into the newest bucket, to take less room: it counts for longer than it would have.</summary>
    public void Coarsen()
    {
        if (_buckets.Count < 2) return;
        var newest = _buckets[^1];
        (newest.Used, newest.Estimated) = (Used, Estimated);
        _buckets.RemoveRange(0, _buckets.Count - 1);
        Count();
    }

    /// <summary>When so much of what is used has left; null where not so much is used.</summary>
    public long? FreedAt(long amount)
    {
        var freed = 0L;
        foreach (var bucket in _buckets)
        {
            freed = Sum(freed, bucket.Used);
            if (freed >= amount) return LeavesAt(bucket);
        }

        return null;
    }

    /// <summary>Takes over buckets as they were written down, oldest first.</summary>
    public void Restore(IEnumerable<UseBucket> buckets)
    {
        _buckets.AddRange(buckets);
        Count();
    }

    /// <summary>Takes over what was counted under other terms: it counts for no shorter time than it would have under these, as far as that can be told.</summary>
    public void Rebind(IEnumerable<UseBucket> buckets, long now)
    {
        var (start, end) = (terms.Period is { } period ? StartOf(period, now) : 0, EndOf(now));
        var merged = new SortedDictionary<long, UseBucket>();
        foreach (var bucket in buckets.Where(bucket => bucket.End > start))
        {
            var into = terms.Period is null ? Math.Min(bucket.End, end) : end;
            if (!merged.TryGetValue(into, out var there)) merged[into] = there = new() { End = into };
            there.Used = Sum(there.Used, bucket.Used);
            there.Estimated = Sum(there.Estimated, bucket.Estimated);
        }

        Restore(merged.Values);
        Roll(now);
    }

    /// <summary>Without overflow: no sum of what sidecars say turns negative.</summary>
    public static long Sum(long one, long other) => one > long.MaxValue - other ? long.MaxValue : one + other;

    private void Count()
    {
        (Used, Estimated) = (0, 0);
        foreach (var bucket in _buckets) (Used, Estimated) = (Sum(Used, bucket.Used), Sum(Estimated, bucket.Estimated));
    }

    private long LeavesAt(UseBucket bucket) => bucket.End > long.MaxValue - terms.Window ? long.MaxValue : bucket.End + terms.Window;

    /// <summary>The end of the bucket that this moment falls into.</summary>
    private long EndOf(long now)
    {
        if (terms.Period is { } period) return NextOf(period, now);
        var step = Math.Max(1, (terms.Window + Buckets - 1) / Buckets);
        return ((now / step) + 1) * step;
    }

    private static long StartOf(LimitPeriod period, long now)
    {
        var day = DateTimeOffset.FromUnixTimeMilliseconds(now - (now % Day));
        return period switch
        {
            LimitPeriod.Day => day.ToUnixTimeMilliseconds(),
            LimitPeriod.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)).ToUnixTimeMilliseconds(),
            _ => day.AddDays(1 - day.Day).ToUnixTimeMilliseconds(),
        };
    }

    private static long NextOf(LimitPeriod period, long now)
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(StartOf(period, now));
        return (period switch { LimitPeriod.Day => start.AddDays(1), LimitPeriod.Week => start.AddDays(7), _ => start.AddMonths(1) }).ToUnixTimeMilliseconds();
    }
}
