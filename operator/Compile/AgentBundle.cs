using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile;

/// <summary>One pod, who it is, and the rules it shares with others.</summary>
internal sealed record AgentBundle
{
    public required AgentIdentity Agent { get; init; }

    public required Pod Pod { get; init; }

    public required CompiledRules Rules { get; init; }

    /// <summary>What holds it beside its policies; null for nothing.</summary>
    public Hold? Hold { get; init; }

    /// <summary>How its policies want it to be held; one object for all pods that they select alike.</summary>
    public WantedLevel Wanted { get; init; } = WantedLevel.None;
}
