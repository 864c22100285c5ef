namespace AiGateway.Sidecar.Protocols;

/// <summary>The members of a request that the gateway acts on.</summary>
internal enum RequestField
{
    /// <summary>Passed on byte for byte.</summary>
    Other,
    Model,

    /// <summary>A model that is named once more, where the path names it.</summary>
    ModelAgain,
    Stream,
    StreamOptions,
    IncludeUsage,
    Store,

    /// <summary>The list of tools.</summary>
    Tools,

    /// <summary>What holds the list of tools one level deeper.</summary>
    ToolHolder,

    /// <summary>The same, for a list in the words of the model's maker and not of the provider.</summary>
    ModelFields,

    /// <summary>Settings, among which some name another model.</summary>
    Settings,

    /// <summary>The type of a tool.</summary>
    ToolType,

    /// <summary>A member that asks for a hosted tool by being there.</summary>
    HostedTool,

    /// <summary>A member that uses what is kept at the provider, by being there.</summary>
    Kept,

    /// <summary><c>background</c>, which keeps the answer where it is true.</summary>
    Background,

    /// <summary>Turns, in which a file may be named.</summary>
    Content,

    /// <summary>The type of an input item.</summary>
    ItemType,

    /// <summary>A model's own arguments or a tool's own result: nothing in it is the gateway's matter.</summary>
    Sealed,

    /// <summary>A member by which a provider could be made to read something else than was judged.</summary>
    Forbidden,
}
