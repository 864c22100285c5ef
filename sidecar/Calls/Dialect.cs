namespace AiGateway.Sidecar.Calls;

/// <summary>Whose words the agent speaks, by the path it calls: errors are written in it.</summary>
internal enum Dialect
{
    OpenAi,
    Azure,
    Anthropic,
    Gemini,
    Bedrock,

    /// <summary>MCP, to tool servers.</summary>
    Mcp,
}
