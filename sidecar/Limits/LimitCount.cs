namespace AiGateway.Sidecar.Limits;

/// <summary>
/// One count of one limit: what open calls have reserved, and what ended ones have used. No lock: every change is one atomic step, and what is in between counts too much rather than too little. Amounts are in the
/// limit's unit and not negative; times are milliseconds since 1970 in UTC. A reservation is given back by exactly one <see cref="Settle"/>.
/// </summary>
internal abstract class LimitCount(string key)
{
    private long _reserved;
    private long _used;

    /// <summary>What has the count; empty where the limit has one alone.</summary>
    public string Key => key;

    /// <summary>What open calls hold now.</summary>
    public long Reserved => Volatile.Read(ref _reserved);

    /// <summary>What was settled since the process began.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Reserves, where there is room below so much.</summary>
    public abstract Taken TryReserve(long amount, long most, long now);

    /// <summary>Reserves, whether there is room or not; <see cref="Taken.No"/> says that there was none.</summary>
    public abstract Taken Reserve(long amount, long most, long now);

    /// <summary>Gives a reservation back, and counts what was used instead.</summary>
    public abstract void Settle(long reserved, in Spent spent, long now);

    /// <summary>What nobody has used or holds, below so much; never negative.</summary>
    public abstract long LeftOf(long most, long now);

    /// <summary>When there will be room for so much, as far as is known; null where there never will be.</summary>
    public abstract long? RoomAt(long amount, long most, long now);

    /// <summary>When nothing of what is used now counts any more; null where nothing is used, or it is not known.</summary>
    public abstract long? ResetsAt(long now);

    /// <summary>A reservation was made or given back.</summary>
    protected void Hold(long amount) => Interlocked.Add(ref _reserved, amount);

    /// <summary>Something was used.</summary>
    protected void Use(long amount) => Interlocked.Add(ref _used, amount);
}
