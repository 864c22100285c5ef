using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>One word of a sidecar for the leader, or the end of the stream that it was said on: a line of its own, because states follow every report.</summary>
internal sealed record RelayWord
{
    public required Voice Voice { get; init; }

    /// <summary>Null where nothing but the end is told.</summary>
    public Envelope? Word { get; init; }

    /// <summary>Whether the stream has ended.</summary>
    public bool Ended { get; init; }
}
