namespace AiGateway.Fakes.Mcp.Protocol;

/// <summary>Names that the specification reserves in <c>_meta</c> and for extensions.</summary>
internal static class MetaKeys
{
    public const string ProtocolVersion = "io.modelcontextprotocol/protocolVersion";
    public const string ClientCapabilities = "io.modelcontextprotocol/clientCapabilities";
    public const string LogLevel = "io.modelcontextprotocol/logLevel";
    public const string ServerInfo = "io.modelcontextprotocol/serverInfo";
    public const string SubscriptionId = "io.modelcontextprotocol/subscriptionId";
    public const string RelatedTask = "io.modelcontextprotocol/related-task";

    /// <summary>The extension that 2026-07-28 moved tasks to.</summary>
    public const string Tasks = "io.modelcontextprotocol/tasks";
}
