using AiGateway.Contracts;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>One pod of the agent.</summary>
public sealed record AgentPod
{
    /// <summary>The pod's name.</summary>
    [Schema(MaxLength = 253)]
    public required string Name { get; init; }

    /// <summary>How far it is held, as it was measured.</summary>
    public required EnforcementLevel Level { get; init; }
}
