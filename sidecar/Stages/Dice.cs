namespace AiGateway.Sidecar.Stages;

/// <summary>Chance, for all calls at once: a <see cref="Random"/> alone is not safe for two threads.</summary>
internal sealed class Dice(Random random)
{
    private readonly Lock _lock = new();

    /// <summary>From zero to one, both left out.</summary>
    public double Throw()
    {
        lock (_lock) return Math.Max(random.NextDouble(), double.Epsilon);
    }
}
