using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>A ModelRoute: the names that agents ask for, and where they lead.</summary>
public sealed record RouteRule
{
    /// <summary>The route as <c>namespace/name</c>.</summary>
    public required string Route { get; init; }

    /// <summary>Model names: exact, or a prefix that ends in <c>*</c>. An exact name wins over a prefix, a longer prefix over a shorter.</summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>Where the calls go, best first. Empty where no target is usable; the calls then fail with a clear error.</summary>
    public required ImmutableArray<TargetRule> Targets { get; init; }

    /// <summary>Set where <see cref="Targets"/> is empty: one sentence on why, for the refusal and the audit record. Never holds a secret.</summary>
    public string? Unfit { get; init; }
}
