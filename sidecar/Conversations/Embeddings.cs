using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Conversations;

/// <summary>Vectors in the order of the texts.</summary>
internal sealed record Embeddings
{
    public string? Model { get; init; }

    public required IReadOnlyList<float[]> Vectors { get; init; }

    public Usage Usage { get; init; }
}
