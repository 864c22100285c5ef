using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>A function that the model may call. Hosted tools are no part of a conversation: they never cross dialects.</summary>
internal sealed record Tool
{
    public required string Name { get; init; }

    public TextValue? Description { get; init; }

    /// <summary>The JSON Schema of the arguments; undefined for none.</summary>
    public JsonElement Parameters { get; init; }

    public bool? Strict { get; init; }

    /// <summary>Undefined for none.</summary>
    public JsonElement CacheControl { get; init; }

    public required string Path { get; init; }
}
