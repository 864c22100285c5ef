using AiGateway.Contracts.Cel;

namespace AiGateway.Contracts;

/// <summary>The variables of <see cref="McpRule.When"/>: the operator checks a condition against them before it is accepted, and the sidecar reads it with the very same.</summary>
public static class McpConditions
{
    /// <summary>The variable at each place is the <see cref="McpVariable"/> of that number.</summary>
    public static CelEnvironment Environment { get; } = new(
        new("server", CelType.String),
        new("tool", CelType.String),
        new("arguments", CelType.MapOf(CelType.Dyn)),
        new("agent.namespace", CelType.String),
        new("agent.serviceAccount", CelType.String),
        new("agent.workloadKind", CelType.String),
        new("agent.workload", CelType.String),
        new("agent.pod", CelType.String));
}
