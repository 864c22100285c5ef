namespace AiGateway.Sidecar.Limits;

/// <summary>How many leased counts with a key of their own this process may have: what it tells the operator is bounded.</summary>
internal sealed class KeyRoom(int most)
{
    private int _taken;

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= most) return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>Takes a place that was had before, whether there is one or not.</summary>
    public void Take() => Interlocked.Increment(ref _taken);

    /// <summary>A place was not needed after all.</summary>
    public void Give() => Interlocked.Decrement(ref _taken);
}
