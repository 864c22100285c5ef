using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Calls;

/// <summary>A chat request: its bytes as they came, and where in them stands what the gateway acts on.</summary>
internal sealed class ChatRequest : IDisposable
{
    public required Body Body { get; init; }

    public required string Model { get; init; }

    /// <summary>Where the model's JSON string starts, its quote included.</summary>
    public required long ModelStart { get; init; }

    /// <summary>The length of that string, its quotes included.</summary>
    public required long ModelLength { get; init; }

    /// <summary>Whether the answer is asked for as a stream of events.</summary>
    public required bool Stream { get; init; }

    /// <summary>What makes the provider report usage in a stream; null where the agent asked for it itself, or nothing can.</summary>
    public required BodyEdit? UsageEdit { get; init; }

    public void Dispose() => Body.Dispose();
}
