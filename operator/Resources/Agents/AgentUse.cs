using AiGateway.Contracts;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>One thing that the agent asked for.</summary>
public sealed record AgentUse
{
    /// <summary>What it is.</summary>
    public required UsedKind Kind { get; init; }

    /// <summary>The model, the hosted tool's type, the endpoint, the server/tool, the server and the resource's URI, the server/prompt, or the host:port. As the agent spelled it.</summary>
    [Schema(MinLength = 1, MaxLength = 512)]
    public required string Name { get; init; }

    /// <summary>How often it was let through.</summary>
    [Schema(Minimum = 0)]
    public long Used { get; init; }

    /// <summary>How often it was denied, or would have been by an auditing policy.</summary>
    [Schema(Minimum = 0)]
    public long Denied { get; init; }

    /// <summary>The last time, to the minute.</summary>
    public required DateTimeOffset At { get; init; }
}
