using System.Collections.Immutable;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>A route, its targets ranked. A route without a target answers with a clear error.</summary>
internal sealed class ModelRoute
{
    /// <summary>As <c>namespace/name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The names as they were written.</summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>Best first.</summary>
    public required ImmutableArray<Target> Targets { get; init; }

    /// <summary>Why there is no target, in the operator's words; null where there is one.</summary>
    public string? Unfit { get; init; }
}
