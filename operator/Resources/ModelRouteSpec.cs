using System.Collections.Immutable;

namespace AiGateway.Operator.Resources;

/// <summary>The names and their targets.</summary>
public sealed record ModelRouteSpec
{
    /// <summary>
    /// Model names: exact, or a prefix that ends in *. An exact name wins over a prefix, a longer prefix over a shorter one. A name that
    /// another ModelRoute of the namespace has is a conflict: the older route keeps it.
    /// </summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>Where the calls go: by priority, and in their order within one priority.</summary>
    public required ImmutableArray<ModelTarget> Targets { get; init; }
}
