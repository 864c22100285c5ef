using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>A piece of a turn or of an answer.</summary>
internal abstract record Part
{
    /// <summary>Where it stands in the request, in its own words: <c>messages[2].content[0]</c>; empty in an answer.</summary>
    public string Path { get; init; } = "";

    /// <summary>Asks to cache up to here (Anthropic's <c>cache_control</c>, Bedrock's <c>cachePoint</c>); undefined for none.</summary>
    public JsonElement CacheControl { get; init; }

    /// <summary>What must come back with this part unchanged in the next turn; null for none. Gemini puts one on any part, Anthropic and Bedrock on reasoning alone.</summary>
    public Signature? Signature { get; init; }
}
