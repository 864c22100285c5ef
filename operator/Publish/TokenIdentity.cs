namespace AiGateway.Operator.Publish;

/// <summary>What a verified token says: the one thing that decides which pod a stream is for.</summary>
internal sealed record TokenIdentity
{
    public required string Namespace { get; init; }

    public required string ServiceAccount { get; init; }

    /// <summary>Null for a token that is bound to no pod: it opens no sidecar's stream.</summary>
    public string? Pod { get; init; }

    /// <summary>Null for a token that is bound to no pod.</summary>
    public string? PodUid { get; init; }

    /// <summary>When the token ends; null for one that does not.</summary>
    public DateTimeOffset? Expires { get; init; }
}
