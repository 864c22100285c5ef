namespace AiGateway.Sidecar.Ledgers;

/// <summary>How often one thing was asked for, and when last. No lock.</summary>
internal sealed class UsedEntry
{
    private long _used;
    private long _denied;
    private long _minute;

    public long Used => Volatile.Read(ref _used);

    public long Denied => Volatile.Read(ref _denied);

    /// <summary>The last time, in minutes of Unix time.</summary>
    public long Minute => Volatile.Read(ref _minute);

    public void Add(long used, long denied, long minute)
    {
        if (used > 0) Interlocked.Add(ref _used, used);
        if (denied > 0) Interlocked.Add(ref _denied, denied);
        if (Minute < minute) Volatile.Write(ref _minute, minute);
    }
}
