using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>What one sidecar said of itself over one stream. Immutable; whole states travel between replicas, never parts.</summary>
internal sealed record SidecarState
{
    public required string PodUid { get; init; }

    public required string Namespace { get; init; }

    public required string Pod { get; init; }

    /// <summary>The stream: a word about another stream of the same pod changes nothing here.</summary>
    public required string Stream { get; init; }

    public required string Version { get; init; }

    public required string Epoch { get; init; }

    public required ImmutableArray<string> Features { get; init; }

    /// <summary>When its stream began, by the clock of the replica that holds it; null for an older replica's word.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What it enforces, by its hello or its last ack.</summary>
    public InForce? InForce { get; init; }

    /// <summary>The last refusal, until something is acknowledged after it.</summary>
    public Nack? Nack { get; init; }

    /// <summary>How far it says that the agent is held; null for a sidecar that did not say, or is too old to.</summary>
    public Enforcement? Enforcement { get; init; }

    /// <summary>The newest totals of its epoch.</summary>
    public Report? Report { get; init; }

    /// <summary>The tool servers that it saw, as it says; told between replicas by <see cref="RelaySeen"/>. Empty for a sidecar that saw none or is too old to tell.</summary>
    [JsonIgnore]
    public ImmutableArray<SeenServer> Servers { get; init; } = [];

    /// <summary>Set once the stream, or the replica that holds it, is gone.</summary>
    public DateTimeOffset? Gone { get; init; }

    /// <summary>Grows with each word that this replica's board takes in: of two streams of one pod the newer word counts.</summary>
    [JsonIgnore]
    public long Order { get; init; }
}
