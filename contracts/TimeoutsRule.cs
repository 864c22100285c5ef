namespace AiGateway.Contracts;

/// <summary>How long a target may take, in milliseconds; null leaves the sidecar's own bound.</summary>
public sealed record TimeoutsRule
{
    /// <summary>From the request to the first byte of the answer, for each try.</summary>
    public int? FirstByteMs { get; init; }

    /// <summary>Between two pieces of an answer.</summary>
    public int? IdleMs { get; init; }

    /// <summary>All tries together, and the whole answer.</summary>
    public int? TotalMs { get; init; }
}
