namespace AiGateway.Operator.Leases;

/// <summary>What was used in one stretch of a window.</summary>
internal sealed class UseBucket
{
    /// <summary>When the stretch ends, in milliseconds since 1970; for a calendar's window, when that ends.</summary>
    public required long End { get; init; }

    public long Used { get; set; }

    /// <summary>Of <see cref="Used"/>, what no provider reported, or nobody said.</summary>
    public long Estimated { get; set; }
}
