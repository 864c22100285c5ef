using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>One word of the leader for a sidecar that hangs on the replica that reads it.</summary>
internal sealed record RelayDown
{
    public required string PodUid { get; init; }

    public required Envelope Word { get; init; }
}
