using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>A sidecar's first line: what it is and what it has. Who it is for, its token says.</summary>
public sealed record Hello
{
    /// <summary>The newest <see cref="Protocol.Version"/> that the sidecar reads.</summary>
    public required int Protocol { get; init; }

    /// <summary>The sidecar's version, as <c>0.1.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>This process: counters start anew with it. <see cref="Epochs">16 hexadecimal digits</see>, larger than those of every process of the pod before it.</summary>
    public required string Epoch { get; init; }

    /// <summary>The <see cref="Features"/> that it can carry out.</summary>
    public required ImmutableArray<string> Features { get; init; }

    /// <summary>The bundle in force, or null where none is.</summary>
    public InForce? InForce { get; init; }
}
