using AiGateway.Contracts;
using AiGateway.Contracts.Cel;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What a condition may ask about one tool call. The arguments are read once, and only when a condition asks for them.</summary>
internal sealed class ToolFacts(McpAsk ask, AgentIdentity? agent)
{
    private CelValue? _arguments;

    /// <summary>The variable at a place of <see cref="McpConditions.Environment"/>.</summary>
    public CelValue Value(int place) => (McpVariable)place switch
    {
        McpVariable.Server => CelValue.Of(ask.Server),
        McpVariable.Tool => CelValue.Of(ask.Name),
        McpVariable.Arguments => _arguments ??= ask.Arguments is { } read ? read() : McpAsk.Unknown,
        McpVariable.AgentNamespace => CelValue.Of(agent?.Namespace),
        McpVariable.AgentServiceAccount => CelValue.Of(agent?.ServiceAccount),
        McpVariable.AgentWorkloadKind => CelValue.Of(agent?.WorkloadKind),
        McpVariable.AgentWorkload => CelValue.Of(agent?.WorkloadName),
        _ => CelValue.Of(agent?.Pod),
    };
}
