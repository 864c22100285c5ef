namespace AiGateway.Contracts;

/// <summary>
/// What a sidecar did since its process began. All counts are totals of the epoch, so that a report that is lost or arrives twice
/// changes nothing; a reader keeps the highest <see cref="Sequence"/> of each epoch.
/// </summary>
public sealed record Report
{
    /// <summary>The process, as in <see cref="Hello.Epoch"/>.</summary>
    public required string Epoch { get; init; }

    /// <summary>Grows by one a report.</summary>
    public required long Sequence { get; init; }

    /// <summary>Calls that ended, refused ones too.</summary>
    public long Calls { get; init; }

    /// <summary>Calls that a policy refused, and connections to the outside that it refused. A connection is no call, so there may be more of these than of calls.</summary>
    public long Denied { get; init; }

    /// <summary>Calls, and connections to the outside, that an auditing policy would have refused.</summary>
    public long WouldDeny { get; init; }

    /// <summary>Calls that failed at every target.</summary>
    public long Failed { get; init; }

    /// <summary>Input tokens, as providers reported them.</summary>
    public long InputTokens { get; init; }

    /// <summary>Output tokens, as providers reported them.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Input tokens of models that judge for guardrails, as providers reported them: in no call's own. Null for none.</summary>
    public long? GuardInputTokens { get; init; }

    /// <summary>Output tokens of models that judge; null for none.</summary>
    public long? GuardOutputTokens { get; init; }

    /// <summary>What the calls cost, judges' too, in nanos of a US dollar, by reported and estimated usage alike; null for nothing.</summary>
    public long? CostNanos { get; init; }

    /// <summary>Of <see cref="CostNanos"/>, what was estimated: usage that no provider reported, or a price that is not known. Null for nothing.</summary>
    public long? EstimatedCostNanos { get; init; }

    /// <summary>Calls that used tokens for which no price is known; null for none.</summary>
    public long? Unpriced { get; init; }
}
