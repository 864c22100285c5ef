namespace AiGateway.Contracts;

/// <summary>How far the agent is held, as it was measured in the pod and not as it was asked for.</summary>
public sealed record Enforcement
{
    /// <summary>The level that was measured.</summary>
    public required EnforcementLevel Level { get; init; }

    /// <summary>Why it is not higher, in a sentence; null where it is as high as it can be, or nothing higher was tried.</summary>
    public string? Reason { get; init; }
}
