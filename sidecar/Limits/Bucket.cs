namespace AiGateway.Sidecar.Limits;

/// <summary>What was used in one part of a window. Once closed it takes nothing more, so that no late word is lost or counted for ever.</summary>
internal sealed class Bucket(long number)
{
    private const long Closed = long.MinValue;
    private long _used;

    public long Number => number;

    /// <summary>Zero where it is closed.</summary>
    public long Used => Math.Max(0, Volatile.Read(ref _used));

    /// <summary>False where it is closed.</summary>
    public bool TryAdd(long amount) => Interlocked.Add(ref _used, amount) >= 0;

    /// <summary>What it held; zero from then on.</summary>
    public long Close() => Math.Max(0, Interlocked.Exchange(ref _used, Closed));
}
