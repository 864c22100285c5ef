using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>
/// A hold for a sidecar that knows of none. All of them know a policy's suspension, so a suspended agent is suspended there too; one in quarantine is denied everything, since what is left open to it cannot be
/// said. Without a hold nothing is lost: the tools that a quarantine would leave are then of no use.
/// </summary>
internal static class HoldGate
{
    /// <summary>What the agent's rules are without holds.</summary>
    /// <param name="agent">As they were compiled. One that no policy selects is denied everything as it is.</param>
    /// <param name="lack">Why a quarantine is a denial.</param>
    public static AgentRule Lower(AgentRule agent, string lack) => agent with
    {
        Hold = null,
        Policies =
        [
            .. agent.Policies.Select(policy => policy with
            {
                Suspended = policy.Suspended || agent.Hold?.SuspendedBy is not null,
                Unfit = policy.Unfit ?? (agent.Hold is { SuspendedBy: null } ? lack : null),
                Mcp = policy.Mcp is { } mcp ? [.. mcp.Select(rule => rule with { QuarantineTools = null })] : null,
            }),
        ],
    };
}
