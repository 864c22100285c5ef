namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What a server-sent event is for.</summary>
internal enum ServerEventKind
{
    /// <summary>It carries a message, or nothing.</summary>
    Message,

    /// <summary>Of the HTTP+SSE transport: it names the URL to post to.</summary>
    Endpoint,

    /// <summary>Its name means nothing in MCP.</summary>
    Other,
}
