namespace AiGateway.Operator.Kubernetes;

/// <summary>Bounds how often something is done to the cluster: so many at once (<c>capacity</c>, at least 1), and one more after <c>each</c>. For one user.</summary>
internal sealed class TokenBucket(int capacity, TimeSpan each, TimeProvider time)
{
    private long _left = capacity;
    private DateTimeOffset _counted = time.GetUtcNow();

    /// <summary>Whether there was one left.</summary>
    public bool TryTake()
    {
        Refill();
        if (_left == 0) return false;
        _left--;
        return true;
    }

    private void Refill()
    {
        var now = time.GetUtcNow();
        var back = (now - _counted) / each;
        if (back < 1) return;
        _left = Math.Min(capacity, _left + (long)Math.Min(back, capacity));
        _counted = _left == capacity ? now : _counted + (Math.Floor(back) * each);
    }
}
