namespace AiGateway.Contracts;

/// <summary>What <see cref="McpRule.When"/> may ask about a tool call, in the order of <see cref="McpConditions.Environment"/>.</summary>
public enum McpVariable
{
    /// <summary>The server's name, as the policy has it.</summary>
    Server,

    /// <summary>The tool's name.</summary>
    Tool,

    /// <summary>The call's arguments, by name.</summary>
    Arguments,

    /// <summary>The pod's namespace.</summary>
    AgentNamespace,

    /// <summary>The pod's ServiceAccount.</summary>
    AgentServiceAccount,

    /// <summary>The kind of the workload that owns the pod.</summary>
    AgentWorkloadKind,

    /// <summary>That workload's name.</summary>
    AgentWorkload,

    /// <summary>The pod's name.</summary>
    AgentPod,
}
