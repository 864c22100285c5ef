namespace AiGateway.Sidecar.Meters;

/// <summary>A total that only grows; no lock.</summary>
internal sealed class Counter
{
    private long _value;

    public long Value => Volatile.Read(ref _value);

    public void Add(long count) => Interlocked.Add(ref _value, count);
}
