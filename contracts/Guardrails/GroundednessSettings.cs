namespace AiGateway.Contracts.Guardrails;

/// <summary>The model that judges whether an answer stands on the documents of its request.</summary>
public sealed record GroundednessSettings
{
    /// <summary>The way to it.</summary>
    public required RouteRule Route { get; init; }

    /// <summary>A name of the route's.</summary>
    public required string Model { get; init; }

    /// <summary>Below which share of supported statements an answer is found; null for 70.</summary>
    public int? ThresholdPercent { get; init; }

    /// <summary>Null for 10000.</summary>
    public int? TimeoutMilliseconds { get; init; }
}
