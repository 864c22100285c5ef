using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>The bundle that a sidecar enforces now.</summary>
public sealed record InForce
{
    /// <summary>Its <see cref="Bundle.Revision"/>.</summary>
    public required string Revision { get; init; }

    /// <summary>Its sources.</summary>
    public required ImmutableArray<SourceRef> Sources { get; init; }

    /// <summary>The highest positions that the sidecar has accepted a bundle from.</summary>
    public required ImmutableArray<SourcePosition> Positions { get; init; }
}
