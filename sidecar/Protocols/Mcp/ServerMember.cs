namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>The members of a server's message that the gate acts on, wherever they may stand.</summary>
internal enum ServerMember
{
    /// <summary>Any other.</summary>
    None,

    JsonRpc,
    Id,
    Method,
    Params,
    Result,
    Error,

    Tools,
    Resources,
    ResourceTemplates,
    Prompts,
    Tasks,
    Instructions,
    CacheScope,
    NextCursor,
    ResultType,
    InputRequests,
    Task,
    TaskId,
    IsError,

    Code,
    Data,

    Name,
    Uri,
    UriTemplate,
    InputSchema,
    Properties,
    Elicitations,
}
