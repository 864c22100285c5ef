namespace AiGateway.Sidecar.Snapshots;

/// <summary>Waits that double up to a bound, each shortened by up to a half, so that a fleet does not knock in step.</summary>
internal sealed class Backoff(BackoffOptions options, Random random)
{
    private TimeSpan _next = options.Least;

    public TimeSpan Next()
    {
        var wait = _next * (0.5 + random.NextDouble() / 2);
        _next = _next * 2 < options.Most ? _next * 2 : options.Most;
        return wait;
    }

    public void Reset() => _next = options.Least;
}
