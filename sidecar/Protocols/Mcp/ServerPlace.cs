namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Which object of a server's message a member stands in: what it means there.</summary>
internal enum ServerPlace
{
    /// <summary>The message itself.</summary>
    Root,

    /// <summary>A result, a task's result, or the parameters of a notification, which may carry a task.</summary>
    Result,

    /// <summary>An error, of the message or of a task.</summary>
    Error,

    /// <summary>An item of a list, a task that was given, or a request that a result carries.</summary>
    Item,
}
