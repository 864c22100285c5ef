using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>The names and their targets.</summary>
public sealed record ModelRouteSpec
{
    /// <summary>
    /// Model names: exact, or a prefix that ends in *. An exact name wins over a prefix, a longer prefix over a shorter one. A name that
    /// another ModelRoute of the namespace has is a conflict: the older route keeps it.
    /// </summary>
    [Schema(MinItems = 1, MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>Where the calls go: by priority, and in their order within one priority.</summary>
    [Schema(MinItems = 1, MaxItems = 16, ListType = "atomic")]
    public required ImmutableArray<ModelTarget> Targets { get; init; }
}
