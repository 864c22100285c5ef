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
}
