namespace AiGateway.Operator.Leases;

/// <summary>What the leader's ledgers did since the process began, and hold now; for the page of metrics.</summary>
internal sealed class LeaseFigures
{
    private long _grants;
    private long _writes;
    private long _conflicts;
    private long _failures;
    private long _writtenOff;

    public long Grants => Interlocked.Read(ref _grants);

    public long Writes => Interlocked.Read(ref _writes);

    public long Conflicts => Interlocked.Read(ref _conflicts);

    public long Failures => Interlocked.Read(ref _failures);

    public long WrittenOff => Interlocked.Read(ref _writtenOff);

    /// <summary>Ledgers that cannot be read or have grown too big: their limits grant nothing.</summary>
    public int Unreadable { get; set; }

    public int Books { get; set; }

    public int Holders { get; set; }

    public void Grant(int count) => Interlocked.Add(ref _grants, count);

    public void Write() => Interlocked.Increment(ref _writes);

    public void Conflict() => Interlocked.Increment(ref _conflicts);

    public void Fail() => Interlocked.Increment(ref _failures);

    public void WriteOff() => Interlocked.Increment(ref _writtenOff);
}
