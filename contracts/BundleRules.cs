using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Limits;

namespace AiGateway.Contracts;

/// <summary>
/// The rules of a bundle, without what differs from pod to pod: agents with equal rules share one serialised copy. Later rules
/// (guards, budgets, tool servers) are added as members here, each with a feature of its own in <see cref="Features"/>.
/// </summary>
public sealed record BundleRules
{
    /// <summary>The objects that the rules were made of, ordered by kind, namespace and name.</summary>
    public required ImmutableArray<SourceRef> Sources { get; init; }

    /// <summary>What the agent may do.</summary>
    public required AgentRule Agent { get; init; }

    /// <summary>The routes that the agent's policies reach, ordered by name.</summary>
    public required ImmutableArray<RouteRule> Routes { get; init; }

    /// <summary>The providers that those routes reach, ordered by name.</summary>
    public required ImmutableArray<ProviderRef> Providers { get; init; }

    /// <summary>The tool servers that the agent's policies reach, ordered by name; null for none.</summary>
    public ImmutableArray<McpServerRule>? McpServers { get; init; }

    /// <summary>The guardrails that the agent's policies and routes name, ordered by name; null for none.</summary>
    public ImmutableArray<GuardrailRule>? Guardrails { get; init; }

    /// <summary>The Budgets that the agent shares with others, ordered by name; null for none. Limits of its policies stand in <see cref="PolicyRule.Limits"/>.</summary>
    public ImmutableArray<LimitRule>? Budgets { get; init; }
}
