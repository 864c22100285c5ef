using System.Collections.Immutable;

namespace AiGateway.Sidecar.Guards;

/// <summary>What checks are built with beside their settings.</summary>
internal sealed record CheckContext
{
    /// <summary>The key of the hashes that stand for masked values: this process's own, so that a hash says nothing to who does not run the pod.</summary>
    public required ReadOnlyMemory<byte> HashKey { get; init; }

    /// <summary>The credentials that this sidecar holds: what may be in no text.</summary>
    public ImmutableArray<string> HeldValues { get; init; } = [];

    /// <summary>The token that the sidecar puts into system prompts.</summary>
    public required string Canary { get; init; }
}
