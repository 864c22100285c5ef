namespace AiGateway.Sidecar.Calls;

/// <summary>What a JSON-RPC 2.0 message is.</summary>
internal enum McpKind
{
    /// <summary>It has a method and an id.</summary>
    Request,

    /// <summary>It has a method and no id.</summary>
    Notification,

    /// <summary>It has an id and a result or an error, and no method.</summary>
    Response,
}
