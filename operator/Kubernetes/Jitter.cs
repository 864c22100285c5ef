namespace AiGateway.Operator.Kubernetes;

/// <summary>Spreads times, so that replicas and reflectors do not act in step. Safe for use by many at once, which Random is not.</summary>
internal sealed class Jitter(Random random)
{
    private readonly Lock gate = new();

    /// <summary>A time between <paramref name="least"/> and that much longer by <paramref name="share"/>.</summary>
    public TimeSpan Longer(TimeSpan least, double share)
    {
        lock (gate) return least + (least * (share * random.NextDouble()));
    }

    /// <summary>The wait before try <paramref name="attempt"/> (from 0): doubles up to <paramref name="most"/>, between half and the whole of it.</summary>
    public TimeSpan Backoff(TimeSpan first, TimeSpan most, int attempt)
    {
        var full = Math.Min(most.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 30)));
        lock (gate) return TimeSpan.FromMilliseconds(full * (0.5 + (0.5 * random.NextDouble())));
    }
}
