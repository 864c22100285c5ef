using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Limits;

/// <summary>
/// A count of which this process spends slices that the operator leases. Totals only grow; <c>_free</c> is granted - returned - used - reserved, in one number, so that one compare and swap admits or refuses. It is below zero
/// where calls cost more than was reserved.
/// </summary>
internal sealed class SliceCount(string key) : LimitCount(key)
{
    /// <summary>So long, in milliseconds, what the operator said of the whole is believed without being asked for anew.</summary>
    public const long FreshFor = 5000;

    private long _free;
    private long _granted;
    private long _returned;
    private long _estimated;
    private long _short;
    private long _largest;
    private long _touchedAt;
    private long _left;
    private long _roomAt;
    private long _resetsAt;
    private long _answered = -1;
    private long _heardAt;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What may be spent now.</summary>
    public long Free => Volatile.Read(ref _free);

    public long Granted => Volatile.Read(ref _granted);

    public long Returned => Volatile.Read(ref _returned);

    public long Estimated => Volatile.Read(ref _estimated);

    /// <summary>When a call last took of it, or it was made to be asked for ahead; zero for never.</summary>
    public long TouchedAt => Volatile.Read(ref _touchedAt);

    /// <summary>Somebody will soon take of it.</summary>
    public void Touch(long now) => Interlocked.CompareExchange(ref _touchedAt, now, 0);

    /// <summary>The word of this process that the newest answer was made of; -1 for none.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>Ends with the next answer: take it before looking.</summary>
    public Task News => Volatile.Read(ref _news).Task;

    public override Taken TryReserve(long amount, long most, long now)
    {
        Volatile.Write(ref _touchedAt, now);
        long seen;
        do
        {
            seen = Volatile.Read(ref _free);
            if (amount <= 0 || amount <= seen) continue;
            Lack(amount - seen);
            return Taken.No;
        }
        while (Interlocked.CompareExchange(ref _free, seen - amount, seen) != seen);

        if (amount > Volatile.Read(ref _largest)) Volatile.Write(ref _largest, amount);
        Hold(amount);
        return Taken.Yes;
    }

    public override Taken Reserve(long amount, long most, long now)
    {
        if (TryReserve(amount, most, now) == Taken.Yes) return Taken.Yes;
        Interlocked.Add(ref _free, -amount);
        Hold(amount);
        return Taken.No;
    }

    public override void Settle(long reserved, in Spent spent, long now)
    {
        Use(spent.Used);
        if (spent.Estimated > 0) Interlocked.Add(ref _estimated, spent.Estimated);
        Interlocked.Add(ref _free, reserved - spent.Used);
        Hold(-reserved);
    }

    /// <summary>What the operator says: the sum of all grants. An older or repeated word changes nothing but what is told of the whole.</summary>
    /// <param name="grant">The word.</param>
    /// <param name="heard">The word of this process that it was made of.</param>
    /// <param name="now">When it came; it is believed for a while.</param>
    public void Hear(SliceGrant grant, long heard, long now)
    {
        long seen;
        do seen = Granted;
        while (grant.Granted > seen && Interlocked.CompareExchange(ref _granted, grant.Granted, seen) != seen);

        if (grant.Granted > seen) Interlocked.Add(ref _free, grant.Granted - seen);
        Volatile.Write(ref _left, grant.Left);
        Volatile.Write(ref _roomAt, grant.RoomAt?.ToUnixTimeMilliseconds() ?? 0);
        Volatile.Write(ref _resetsAt, grant.ResetsAt?.ToUnixTimeMilliseconds() ?? 0);
        Volatile.Write(ref _heardAt, now);
        Volatile.Write(ref _answered, Math.Max(Answered, heard));
        Volatile.Write(ref _short, 0); // Who still lacks says so again.
        Interlocked.Exchange(ref _news, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>Gives back what is free but for so much; how much that was.</summary>
    public long Return(long keep)
    {
        long seen;
        do
        {
            seen = Free;
            if (seen <= keep) return 0;
        }
        while (Interlocked.CompareExchange(ref _free, keep, seen) != seen);

        Interlocked.Add(ref _returned, seen - keep);
        return seen - keep;
    }

    /// <summary>Goes on from another's totals: what that one has free is returned, and what its calls hold counts as used.</summary>
    public void Follow(SliceCount before)
    {
        before.Return(0);
        var (granted, returned) = (before.Granted, before.Returned);
        Volatile.Write(ref _granted, granted);
        Volatile.Write(ref _returned, returned);
        Volatile.Write(ref _estimated, before.Estimated);
        Use(before.Used + before.Reserved);
        Interlocked.Add(ref _free, granted - returned - before.Used - before.Reserved);
    }

    /// <summary>What the process before this one has spent beyond what it was granted.</summary>
    public void Restore(long overdrawn)
    {
        Use(overdrawn);
        Interlocked.Add(ref _estimated, overdrawn);
        Interlocked.Add(ref _free, -overdrawn);
    }

    /// <summary>
    /// How much is to be asked for: what waiting calls lack, and where less than half of a good slice is free, the rest of it. A good slice is enough for some calls of the largest size that was seen, or a five hundredth of
    /// the limit, and never more than may be out.
    /// </summary>
    public long Ask(LimitRule rule, bool isIdle)
    {
        var (good, free) = (GoodFor(rule), Free);
        var wanted = isIdle || free >= (good + 1) / 2 ? 0 : good - free;
        return Math.Max(wanted, Volatile.Read(ref _short));
    }

    /// <summary>Whether a call has lacked something since it was last asked for.</summary>
    public bool Lacks => Volatile.Read(ref _short) > 0;

    /// <summary>Whether neither this process nor, as it said a moment ago, the operator has so much: asking would bring nothing.</summary>
    public bool IsKnownToLack(long amount, long now) =>
        amount > 0 && Answered >= 0 && now - Volatile.Read(ref _heardAt) is >= 0 and < FreshFor
        && Volatile.Read(ref _roomAt) > now && amount > Math.Max(0, Free) + Volatile.Read(ref _left);

    /// <summary>Whether so little is left that more is to be asked for ahead.</summary>
    public bool RunsLow(LimitRule rule) => Free < (GoodFor(rule) + 1) / 2;

    /// <summary>What the operator is told of it, and asked for.</summary>
    public SliceState ToState(LimitRule rule, bool isIdle, bool isFinal)
    {
        var (reserved, used, estimated) = (Bounded(Reserved), Bounded(Used), Bounded(Estimated));
        var isStock = rule.Unit == LimitUnit.ConcurrentCalls;
        var lost = isFinal && !isStock ? reserved : 0; // Nobody will be there to say what they used.
        return new()
        {
            Limit = rule.Limit,
            Scope = rule.Scope,
            Key = Key,
            Granted = Bounded(Granted),
            Returned = Bounded(Math.Min(Granted, Returned)),
            Used = isStock ? isFinal ? 0 : reserved : Bounded(used + lost),
            Estimated = isStock ? 0 : Bounded(Math.Min(used, estimated) + lost),
            Reserved = isStock || isFinal ? 0 : reserved,
            Wanted = isFinal ? 0 : Bounded(Ask(rule, isIdle)),
            Final = isFinal ? true : null,
        };
    }

    public override long LeftOf(long most, long now) => Math.Clamp(Math.Max(0, Free) + Volatile.Read(ref _left), 0, most);

    public override long? RoomAt(long amount, long most, long now) => amount > most ? null : Volatile.Read(ref _roomAt) is > 0 and var at ? at : now;

    public override long? ResetsAt(long now) => Volatile.Read(ref _resetsAt) is > 0 and var at ? at : null;

    private void Lack(long amount)
    {
        long seen;
        do seen = Volatile.Read(ref _short);
        while (amount > seen && Interlocked.CompareExchange(ref _short, amount, seen) != seen);
    }

    private long GoodFor(LimitRule rule)
    {
        var good = Math.Max(Math.Max(1, rule.Amount / 500), SaturatedProduct(Volatile.Read(ref _largest), 4));
        return Math.Min(good, rule.MaxOvershoot ?? long.MaxValue);
    }

    private static long SaturatedProduct(long value, long by) => value > long.MaxValue / by ? long.MaxValue : value * by;

    /// <summary>What a provider makes up may be more than the operator listens to, which must not end in its hearing nothing.</summary>
    private static long Bounded(long amount) => Math.Clamp(amount, 0, SliceState.MaxAmount);
}
