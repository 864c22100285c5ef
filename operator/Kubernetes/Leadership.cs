namespace AiGateway.Operator.Kubernetes;

/// <summary>Who leads, as this candidate knows it at one moment.</summary>
internal sealed record Leadership
{
    /// <summary>The identity of the last holder seen; null before the first look, and after a release.</summary>
    public string? Holder { get; init; }

    public bool IsLeader { get; init; }

    /// <summary>Cancelled when this term of leadership ends; already cancelled for one that does not lead.</summary>
    public CancellationToken Term { get; init; } = new(canceled: true);
}
