namespace AiGateway.Sidecar.Snapshots;

/// <summary>Why a call may or may not go on. The default is a denial.</summary>
internal enum DecisionReason
{
    /// <summary>No policy selects the agent.</summary>
    NoPolicy,

    /// <summary>A policy allows the model, or all policies only audit.</summary>
    Allowed,

    /// <summary>A policy suspends the agent, or a user does, or its namespace.</summary>
    Suspended,

    /// <summary>The agent is in quarantine, and what it asked for is closed to it.</summary>
    Quarantined,

    /// <summary>A policy cannot be carried out by this sidecar.</summary>
    PolicyUnfit,

    /// <summary>A policy denies the model.</summary>
    ModelDenied,

    /// <summary>No policy allows the model.</summary>
    ModelNotAllowed,

    /// <summary>A policy denies a tool that the provider runs.</summary>
    HostedToolDenied,

    /// <summary>No policy allows a tool that the provider runs.</summary>
    HostedToolNotAllowed,

    /// <summary>A policy denies an endpoint, or what is kept there.</summary>
    EndpointDenied,

    /// <summary>No policy names an endpoint, or what is kept there.</summary>
    EndpointNotAllowed,

    /// <summary>No policy allows anything of a tool server.</summary>
    McpServerNotAllowed,

    /// <summary>A policy denies a tool.</summary>
    ToolDenied,

    /// <summary>No policy allows a tool.</summary>
    ToolNotAllowed,

    /// <summary>A policy would allow a tool, and its condition does not hold.</summary>
    ToolConditionNotMet,

    /// <summary>The tool's definition is not one that was approved.</summary>
    ToolNotApproved,

    /// <summary>A policy denies a resource.</summary>
    ResourceDenied,

    /// <summary>No policy allows a resource.</summary>
    ResourceNotAllowed,

    /// <summary>A policy denies a prompt.</summary>
    PromptDenied,

    /// <summary>No policy allows a prompt.</summary>
    PromptNotAllowed,

    /// <summary>A server may not ask the agent's client for this.</summary>
    ClientRequestNotAllowed,

    /// <summary>The agent was given no such task.</summary>
    TaskUnknown,
}
