using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Registry;

/// <summary>At most twenty writes in any second, whatever is waiting: two at once, and one more each seventeenth of a second; with one that the network held up that is all.</summary>
internal sealed class WritePace(TimeProvider time)
{
    /// <summary>The most writes in any second.</summary>
    public const int PerSecond = 20;

    private const int AtOnce = 2;
    private static readonly TimeSpan s_each = TimeSpan.FromSeconds(1) / (PerSecond - AtOnce - 1);

    private readonly TokenBucket _bucket = new(AtOnce, s_each, time);

    /// <summary>Waits until the next write may go.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        while (!_bucket.TryTake()) await Task.Delay(s_each / 2, time, cancellationToken);
    }
}
