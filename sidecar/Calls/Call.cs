namespace AiGateway.Sidecar.Calls;

/// <summary>What the agent asked for, read and found well-formed. Says nothing yet of whether it may.</summary>
internal sealed class Call : IDisposable
{
    public required Operation Operation { get; init; }

    /// <summary>The model asked for; null where the operation has none. Bounded, without control characters, and still untrusted.</summary>
    public string? Model { get; init; }

    /// <summary>The request's body; null where the operation has none.</summary>
    public ChatRequest? Chat { get; init; }

    public void Dispose() => Chat?.Dispose();
}
