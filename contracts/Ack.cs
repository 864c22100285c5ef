namespace AiGateway.Contracts;

/// <summary>The named bundle is in force.</summary>
public sealed record Ack
{
    /// <summary>What is in force now.</summary>
    public required InForce InForce { get; init; }
}
