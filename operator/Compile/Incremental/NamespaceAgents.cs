using System.Collections.Immutable;

namespace AiGateway.Operator.Compile.Incremental;

/// <summary>The pods of one namespace with their rules, and by what they were found.</summary>
internal sealed record NamespaceAgents
{
    /// <summary>Ordered by name.</summary>
    public required ImmutableArray<AgentBundle> Agents { get; init; }

    /// <summary>Those whose uid no pod before them has: nearly always the very array.</summary>
    public ImmutableArray<AgentBundle> Counted { get; init; } = [];

    /// <summary>What the namespace offered to them.</summary>
    public required NamespaceRules Rules { get; init; }

    /// <summary>What was made of each selection, by its key.</summary>
    public required IReadOnlyDictionary<string, SelectedRules> BySelection { get; init; }
}
