namespace AiGateway.Sidecar.Stages;

/// <summary>How long targets may take.</summary>
internal sealed record SendOptions
{
    public required TimeSpan StreamFirstByteTimeout { get; init; }

    public required TimeSpan AnswerFirstByteTimeout { get; init; }

    public required TimeSpan IdleTimeout { get; init; }
}
