using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>How a tool server is spoken to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<McpTransport>))]
public enum McpTransport
{
    /// <summary>As the agent's client does: it tries the newest way first and falls back by itself.</summary>
    Auto,

    /// <summary>One endpoint that takes POST (MCP 2025-03-26 and later); the HTTP+SSE transport is refused.</summary>
    StreamableHttp,

    /// <summary>The HTTP+SSE transport of MCP 2024-11-05: GET opens the stream, which names the URL to post to.</summary>
    Sse,
}
