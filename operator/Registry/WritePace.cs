using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Registry;

/// <summary>
/// Fewer than twenty writes in any second, whatever is waiting and whatever they are: two at once, and one more each sixteenth of a second; with one that the network held up those are eighteen. For one writer, which waits for
/// each write's answer.
/// </summary>
internal sealed class WritePace(TimeProvider time)
{
    /// <summary>What writes in any second stay below.</summary>
    public const int PerSecond = 20;

    private const int AtOnce = 2;
    private const int HeldUp = 1;
    private const int Spare = 1;
    private static readonly TimeSpan s_each = TimeSpan.FromSeconds(1) / (PerSecond - AtOnce - HeldUp - Spare);

    private readonly TokenBucket _bucket = new(AtOnce, s_each, time);

    /// <summary>Waits until the next write may go.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        while (!_bucket.TryTake()) await Task.Delay(s_each / 2, time, cancellationToken);
    }
}
