namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>How many queries may be asked: so many a second, and twice as many at once after a rest. A token bucket.</summary>
internal sealed class DnsRate(TimeProvider time)
{
    /// <summary>A second, where no policy says.</summary>
    public const int Default = 50;

    private const int Burst = 2;

    private readonly Lock _lock = new();
    private double _tokens = double.MaxValue;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one query of as many as may be asked a second.</summary>
    public bool TryTake(int perSecond)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min((double)Burst * perSecond, _tokens + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
            _at = now;
            if (_tokens < 1) return false;
            _tokens--;
            return true;
        }
    }
}
