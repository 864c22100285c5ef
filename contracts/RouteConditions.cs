using AiGateway.Contracts.Cel;

namespace AiGateway.Contracts;

/// <summary>The variables of <see cref="TargetRule.When"/>: the operator checks a condition against them before it is accepted, and the sidecar reads it with the very same.</summary>
public static class RouteConditions
{
    /// <summary>The variable at each place is the <see cref="RouteVariable"/> of that number.</summary>
    public static CelEnvironment Environment { get; } = new(
        new("request.model", CelType.String),
        new("request.dialect", CelType.String),
        new("request.operation", CelType.String),
        new("request.stream", CelType.Bool),
        new("request.bytes", CelType.Int),
        new("request.inputTokens", CelType.Int),
        new("request.maxTokens", CelType.Int),
        new("request.hasTools", CelType.Bool),
        new("request.user", CelType.String),
        new("request.metadata", CelType.MapOf(CelType.String)),
        new("agent.namespace", CelType.String),
        new("agent.serviceAccount", CelType.String),
        new("agent.workloadKind", CelType.String),
        new("agent.workload", CelType.String),
        new("agent.pod", CelType.String));
}
