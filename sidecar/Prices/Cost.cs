namespace AiGateway.Sidecar.Prices;

/// <summary>What a call cost, worked out exactly and rounded up once.</summary>
/// <param name="Nanos">In nanos of a US dollar; from 0 to <see cref="MaxNanos"/>.</param>
/// <param name="Source">Where its price comes from, as <see cref="Contracts.Limits.PriceRule.Source"/>; null where none is known, and the amount is then nothing but a zero.</param>
internal readonly record struct Cost(long Nanos, string? Source)
{
    /// <summary>A million US dollars: above, it is no call's cost, and sums could overflow.</summary>
    public const long MaxNanos = 1_000_000_000_000_000;

    /// <summary>Whether the usage is estimated, or a part of it has no price of its own and may cost more than what it was priced by.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Whether something was used for which no price is known.</summary>
    public bool IsUnpriced { get; init; }

    /// <summary>The two together; estimated, or unpriced, where a part is.</summary>
    public static Cost operator +(in Cost one, in Cost other) => new(Math.Min(MaxNanos, one.Nanos + other.Nanos), one.Source ?? other.Source)
    {
        IsEstimated = one.IsEstimated || other.IsEstimated,
        IsUnpriced = one.IsUnpriced || other.IsUnpriced,
    };

    /// <summary>Something was used, and nobody knows what it costs.</summary>
    public static Cost Unknown { get; } = new(0, null) { IsUnpriced = true };
}
