namespace AiGateway.Contracts;

/// <summary>
/// How far a replica has read one kind, in that kind's resourceVersions. A sidecar refuses a bundle from a replica that
/// has <see cref="Seen"/> less than the <see cref="Changed"/> of the bundle in force: such a replica lags, and could
/// bring back what was deleted or miss a suspension. Compared kind by kind and never between kinds.
/// </summary>
public sealed record SourcePosition
{
    /// <summary>The kind, as <c>AgentPolicy</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The replica has seen every change of this kind up to here.</summary>
    public required ulong Seen { get; init; }

    /// <summary>The last change of this kind that could alter a rule, as far as the replica knows; never above <see cref="Seen"/>.</summary>
    public required ulong Changed { get; init; }
}
