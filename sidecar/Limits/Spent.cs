namespace AiGateway.Sidecar.Limits;

/// <summary>What a call used of one limit, in its unit.</summary>
/// <param name="Used">All of it.</param>
/// <param name="Estimated">Of it, what no provider reported.</param>
internal readonly record struct Spent(long Used, long Estimated)
{
    /// <summary>The two together.</summary>
    public static Spent operator +(in Spent one, in Spent other) => new(one.Used + other.Used, one.Estimated + other.Estimated);

    /// <summary>Something that is known.</summary>
    public static Spent Known(long used) => new(used, 0);
}
