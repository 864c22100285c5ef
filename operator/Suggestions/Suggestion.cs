using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Suggestions;

/// <summary>The narrowest policy that would have sufficed, and what there is to say about it.</summary>
internal sealed record Suggestion
{
    /// <summary>The policy that it replaces; null where it is a new one.</summary>
    public AgentPolicy? Before { get; init; }

    public required AgentPolicy After { get; init; }

    /// <summary>What was denied and is not allowed by <see cref="After"/>: somebody has to decide.</summary>
    public ImmutableArray<UsedThing> Denied { get; init; } = [];

    /// <summary>What whoever applies it must know, in whole sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
