using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Suggestions;

/// <summary>What a suggestion is made of: what an agent did, and what lets it.</summary>
internal sealed record SuggestionInput
{
    public required string Namespace { get; init; }

    /// <summary>The name of the Agent: a new policy is called like it.</summary>
    public required string Agent { get; init; }

    /// <summary>What it used and was denied, whenever that was.</summary>
    public required ImmutableArray<UsedThing> Things { get; init; }

    /// <summary>Whether the record may have held more than it can.</summary>
    public bool IsFull { get; init; }

    /// <summary>What was last asked for before this does not count.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Whether what was denied is allowed too, but for what a policy denies by name.</summary>
    public bool AllowDenied { get; init; }

    /// <summary>The policies of the namespace that select the agent, in the order of their names; none of the platform's.</summary>
    public required ImmutableArray<AgentPolicy> Policies { get; init; }

    /// <summary>Of those, the names of policies that select other agents too.</summary>
    public ImmutableHashSet<string> Shared { get; init; } = [];

    /// <summary>What selects the agent's pods, for a new policy; null where it is not known.</summary>
    public LabelSelector? Pods { get; init; }
}
