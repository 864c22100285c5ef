using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>One of the answers.</summary>
internal sealed record Choice
{
    public int Index { get; init; }

    public required IReadOnlyList<Part> Parts { get; init; }

    public required StopReason Stop { get; init; }

    /// <summary>The stop sequence that was met, where the provider tells.</summary>
    public string? StopSequence { get; init; }

    /// <summary>Log probabilities in OpenAI's shape (<c>{"content":[...]}</c>), which is the neutral one; undefined for none.</summary>
    public JsonElement LogProbs { get; init; }
}
