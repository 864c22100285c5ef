using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Levels;

/// <summary>How the pods of one policy are held, beside what it asks for.</summary>
internal sealed record LevelTally
{
    public required EnforcementCounts Counts { get; init; }

    /// <summary>Whether the policy refuses pods that cannot be held as it asks: it is then not in force where one is not.</summary>
    public required bool IsDemanded { get; init; }

    /// <summary>How many are held as asked for or more, of how many.</summary>
    public required (int Reached, int Counted) Share { get; init; }

    /// <summary>Pods without a sidecar.</summary>
    public ImmutableArray<AgentIdentity> Bare { get; init; } = [];

    /// <summary>Pods with one, that are held less than is asked for; each with what is known.</summary>
    public ImmutableArray<(AgentIdentity Pod, PodLevel Level)> Below { get; init; } = [];

    /// <summary>Pods of which it is not known yet, or not any more.</summary>
    public ImmutableArray<(AgentIdentity Pod, PodLevel Level)> Unsettled { get; init; } = [];

    /// <summary>Whether the same is to be said of both.</summary>
    public bool Says(LevelTally other) =>
        Counts == other.Counts && IsDemanded == other.IsDemanded && Share == other.Share
        && Bare.SequenceEqual(other.Bare) && Below.SequenceEqual(other.Below) && Unsettled.SequenceEqual(other.Unsettled);
}
