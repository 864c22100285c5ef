namespace AiGateway.Sidecar.Calls;

/// <summary>The limit by which a call is refused.</summary>
/// <param name="Limit">Its name, as <c>namespace/policy/name</c>.</param>
/// <param name="Charge">How the call's limits stand.</param>
internal sealed record LimitHit(string Limit, Charge Charge)
{
    /// <summary>When it is worth to try again; null where it never is.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When nothing of what is used now counts any more; null where it is not known.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}
