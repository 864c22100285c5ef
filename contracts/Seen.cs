using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>The tool servers that a sidecar has been in contact with. Sent on each new stream and whenever something in it changed, at most once in a report's period.</summary>
public sealed record Seen
{
    /// <summary>The process, as in <see cref="Hello.Epoch"/>.</summary>
    public required string Epoch { get; init; }

    /// <summary>Ordered by name.</summary>
    public required ImmutableArray<SeenServer> Servers { get; init; }
}
