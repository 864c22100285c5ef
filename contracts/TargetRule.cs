namespace AiGateway.Contracts;

/// <summary>One place where a route's calls can go.</summary>
public sealed record TargetRule
{
    /// <summary>The <see cref="ProviderRef.Provider"/> that it calls.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's own name of the model; null passes the asked name on as it is.</summary>
    public string? Model { get; init; }

    /// <summary>Lower is tried first. Targets of one priority are tried in their order.</summary>
    public int Priority { get; init; }

    /// <summary>The share of calls among the targets of one priority; 0 drains it, null is 1.</summary>
    public int? Weight { get; init; }

    /// <summary>A condition in the language of docs/routing.md that must hold for a call to go here; null for always.</summary>
    public string? When { get; init; }

    /// <summary>What is set or taken away for this target, after what the route says.</summary>
    public ParametersRule? Parameters { get; init; }
}
