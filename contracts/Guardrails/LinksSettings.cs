using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>Where links may lead.</summary>
public sealed record LinksSettings
{
    /// <summary>Hosts, or <c>*.</c> and a name for the hosts below it; empty for none.</summary>
    public required ImmutableArray<string> Allow { get; init; }

    /// <summary>Whether only links that load by themselves (images) are found; null for no.</summary>
    public bool? ImagesOnly { get; init; }
}
