using System.Collections.Immutable;

namespace AiGateway.Operator.Compile.Incremental;

/// <summary>What there is to say of the resources of one namespace, and by what it was found.</summary>
internal sealed record NamespaceReports
{
    /// <summary>Ordered by kind, name and uid.</summary>
    public required ImmutableArray<ResourceReport> Reports { get; init; }

    /// <summary>Of its Agents, ordered by name and uid.</summary>
    public required ImmutableArray<ResourceReport> Held { get; init; }

    /// <summary>The namespace's rules; null where nothing stands in it that rules are made of.</summary>
    public NamespaceRules? Rules { get; init; }

    /// <summary>The namespace's pods.</summary>
    public required ImmutableArray<AgentBundle> Agents { get; init; }

    /// <summary>How many routes of all namespaces name each of its credentials, in their order.</summary>
    public required ImmutableArray<int> Users { get; init; }
}
