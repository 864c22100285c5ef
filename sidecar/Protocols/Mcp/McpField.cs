namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>The members of a message that the gateway acts on.</summary>
internal enum McpField
{
    /// <summary>Any other.</summary>
    Other,

    JsonRpc,
    Id,
    Method,
    Params,
    Result,
    Error,

    Name,
    Uri,
    TaskId,
    Arguments,
    InputResponses,
    Version,
    Reference,
    ReferenceType,
    ReferenceName,
    ReferenceUri,
    Filter,
    Subscriptions,

    /// <summary>One of those.</summary>
    Subscription,

    Capabilities,
    Meta,
    MetaVersion,
    MetaCapabilities,

    Sampling,
    Elicitation,
    Roots,
    Extensions,
    TasksExtension,
}
