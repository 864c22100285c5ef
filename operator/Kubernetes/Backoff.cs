namespace AiGateway.Operator.Kubernetes;

/// <summary>Waits longer after each failure in a row, jittered. Not for several loops at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan most, Jitter jitter)
{
    private int failures;

    public void Reset() => failures = 0;

    public TimeSpan Next() => jitter.Backoff(first, most, failures++);
}
