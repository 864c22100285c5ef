namespace AiGateway.Sidecar.Snapshots;

/// <summary>What of a tool server is asked for.</summary>
internal enum McpSubject
{
    /// <summary>The server at all: to begin a session, to list, to listen. Allowed where a rule allows anything of it.</summary>
    Server,

    /// <summary>To call a tool, by name.</summary>
    Tool,

    /// <summary>To read or watch a resource, by URI.</summary>
    Resource,

    /// <summary>To get a prompt, by name.</summary>
    Prompt,

    /// <summary>That the server may ask the agent's client to call a model.</summary>
    Sampling,

    /// <summary>That the server may ask the agent's client for input.</summary>
    Elicitation,

    /// <summary>That the server may ask for the agent's roots.</summary>
    Roots,
}
