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

    /// <summary>Null for no further tries of one target.</summary>
    public RetryRule? Retry { get; init; }

    /// <summary>Null for the sidecar's own bounds.</summary>
    public TimeoutsRule? Timeouts { get; init; }

    /// <summary>Null for no circuit breaker.</summary>
    public BreakerRule? Breaker { get; init; }

    /// <summary>Null for the defaults.</summary>
    public FallbackRule? Fallback { get; init; }

    /// <summary>What is set or taken away for every target.</summary>
    public ParametersRule? Parameters { get; init; }

    /// <summary>Guardrails that check every call of the route, beside those of the policies; null for none.</summary>
    public ImmutableArray<string>? Guardrails { get; init; }

    /// <summary>Whether all calls of one conversation go to the same target of a priority, as long as it is fit; null for no.</summary>
    public bool? Sticky { get; init; }

    /// <summary>
    /// Whether what a target's dialect cannot express of a request is left out, and named in a header and in the audit; null or false refuses such a call.
    /// </summary>
    public bool? OmitUntranslatable { get; init; }
}
