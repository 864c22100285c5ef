using AiGateway.Contracts;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Whom a check asks, and in whose name. Exactly one of the two ways is set.</summary>
internal sealed class GuardCallee : Callee
{
    /// <summary>The agent whose texts are judged.</summary>
    public required AgentIdentity Agent { get; init; }

    /// <summary>One account.</summary>
    public Provider? Account { get; init; }

    /// <summary>The way to models that judge, without the targets that have a condition: there is no request of the agent to ask it of.</summary>
    public ModelRoute? Judges { get; init; }
}
