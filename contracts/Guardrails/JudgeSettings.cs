namespace AiGateway.Contracts.Guardrails;

/// <summary>The model that judges.</summary>
public sealed record JudgeSettings
{
    /// <summary>The way to it.</summary>
    public required RouteRule Route { get; init; }

    /// <summary>A name of the route's.</summary>
    public required string Model { get; init; }

    /// <summary>What it is to judge, in words.</summary>
    public required string Prompt { get; init; }

    /// <summary>Null for 10000.</summary>
    public int? TimeoutMilliseconds { get; init; }

    /// <summary>Null for Before.</summary>
    public CallTiming? Timing { get; init; }
}
