namespace AiGateway.Sidecar.Calls;

/// <summary>The methods of MCP, of all revisions. What is not here is unknown, and unknown is refused.</summary>
internal enum McpMethod
{
    /// <summary>Not one of these; or none, as in a response.</summary>
    Unknown,

    Initialize,
    Discover,
    Ping,
    ToolsList,
    ToolsCall,
    ResourcesList,
    ResourceTemplatesList,
    ResourcesRead,
    ResourcesSubscribe,
    ResourcesUnsubscribe,
    PromptsList,
    PromptsGet,
    Complete,
    SetLogLevel,
    SubscriptionsListen,
    TasksGet,
    TasksResult,
    TasksList,
    TasksUpdate,
    TasksCancel,

    /// <summary>notifications/initialized.</summary>
    Initialized,

    /// <summary>notifications/cancelled.</summary>
    Cancelled,

    /// <summary>notifications/progress.</summary>
    Progress,

    /// <summary>notifications/roots/list_changed.</summary>
    RootsChanged,

    /// <summary>Of the server: sampling/createMessage.</summary>
    CreateMessage,

    /// <summary>Of the server: elicitation/create.</summary>
    Elicit,

    /// <summary>Of the server: roots/list.</summary>
    RootsList,

    /// <summary>Of the server: notifications/tools/list_changed.</summary>
    ToolsChanged,

    /// <summary>Any other notification of the server.</summary>
    ServerNotification,
}
