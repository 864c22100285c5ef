using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>The agent's pods that have not ended, by the level that was measured in each. A pod of which no level is known counts as Cooperative.</summary>
public sealed record AgentPods
{
    /// <summary>All of them.</summary>
    [Schema(Minimum = 0)]
    public int Count { get; init; }

    /// <summary>The lowest level of them; absent where there is no pod.</summary>
    public EnforcementLevel? Level { get; init; }

    /// <summary>Pods whose kernel sends every connection to the sidecar.</summary>
    [Schema(Minimum = 0)]
    public int Redirected { get; init; }

    /// <summary>Pods that are only asked to.</summary>
    [Schema(Minimum = 0)]
    public int Cooperative { get; init; }

    /// <summary>Pods without a sidecar.</summary>
    [Schema(Minimum = 0)]
    public int None { get; init; }

    /// <summary>The pods by name, lowest level first; of more than fit, the first.</summary>
    [Schema(MaxItems = 32, ListType = "atomic")]
    public ImmutableArray<AgentPod> Items { get => field.IsDefault ? [] : field; init; }
}
