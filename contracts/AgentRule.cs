using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>
/// What one agent may do: the policies that select it, side by side. They are kept apart so that a decision can name the
/// policy and the entry that made it. An agent without any policy is denied everything.
/// </summary>
public sealed record AgentRule
{
    /// <summary>The policies that select the agent, ordered by namespace and name.</summary>
    public required ImmutableArray<PolicyRule> Policies { get; init; }

    /// <summary>What holds the agent beside its policies; null for nothing.</summary>
    public HoldRule? Hold { get; init; }
}
