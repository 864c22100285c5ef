namespace AiGateway.Sidecar.Calls;

/// <summary>How a tool server's endpoint is called.</summary>
internal enum McpVerb
{
    /// <summary>A message goes to the server.</summary>
    Post,

    /// <summary>The agent listens, or takes a broken stream up again.</summary>
    Get,

    /// <summary>The agent ends its session.</summary>
    Delete,
}
