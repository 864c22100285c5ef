using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>One event of a provider's stream: a server-sent event, or a message of AWS's binary stream.</summary>
internal readonly record struct StreamFrame
{
    /// <summary>The event's name; empty where it has none.</summary>
    public required string Name { get; init; }

    /// <summary>Its data; undefined for the sentinel <c>[DONE]</c>.</summary>
    public JsonElement Data { get; init; }

    /// <summary>Whether it is OpenAI's sentinel.</summary>
    public bool IsDone { get; init; }

    /// <summary>Whether AWS marks it as an exception.</summary>
    public bool IsException { get; init; }
}
