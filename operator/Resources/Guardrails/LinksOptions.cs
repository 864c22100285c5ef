using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>Where links may lead.</summary>
public sealed record LinksOptions
{
    /// <summary>Hosts, as docs.example.com, or *. and a name for every host below it. An empty list allows none.</summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 253, Pattern = Patterns.HostPattern)]
    public required ImmutableArray<string> Allow { get; init; }

    /// <summary>Whether only links that load by themselves, as images do, are found. Defaults to no.</summary>
    public bool? ImagesOnly { get; init; }
}
