namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>The objects and arrays of a message that the gateway looks into.</summary>
internal enum McpRoom
{
    /// <summary>Outside of everything.</summary>
    Root,

    /// <summary>The array around the messages of a batch.</summary>
    Batch,

    Message,

    /// <summary>params</summary>
    Params,

    /// <summary>params.ref, of a completion.</summary>
    Reference,

    /// <summary>params.notifications, of a subscription.</summary>
    Filter,

    /// <summary>params.notifications.resourceSubscriptions</summary>
    Subscriptions,

    /// <summary>params.capabilities, of initialize.</summary>
    Capabilities,

    /// <summary>params._meta</summary>
    Meta,

    /// <summary>The client's capabilities in params._meta.</summary>
    MetaCapabilities,

    /// <summary>The extensions among those.</summary>
    Extensions,
}
