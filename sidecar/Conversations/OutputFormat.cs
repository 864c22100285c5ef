using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>The answer is to be JSON: any object, or one of a schema.</summary>
internal sealed record OutputFormat
{
    /// <summary>The JSON Schema; undefined for any JSON object.</summary>
    public JsonElement Schema { get; init; }

    public string? Name { get; init; }

    public TextValue? Description { get; init; }

    public bool? Strict { get; init; }
}
