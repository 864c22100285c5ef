using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status.Levels;

namespace AiGateway.Operator.Status;

/// <summary>How far one resource has come: the pods that it reaches, by what their sidecars said of this generation.</summary>
internal sealed record SidecarTally
{
    public required int Matched { get; init; }

    public required int Programmed { get; init; }

    /// <summary>Pods whose sidecar refused, with its reason.</summary>
    public required ImmutableArray<(AgentIdentity Pod, Nack Nack)> Refused { get; init; }

    /// <summary>Pods whose sidecar lacks a feature that the resource needs.</summary>
    public required ImmutableArray<AgentIdentity> Outdated { get; init; }

    /// <summary>Pods that have not acknowledged yet, though their sidecar is connected.</summary>
    public required ImmutableArray<AgentIdentity> Waiting { get; init; }

    /// <summary>Pods whose sidecar has no stream.</summary>
    public required ImmutableArray<AgentIdentity> Disconnected { get; init; }

    /// <summary>Pods without a sidecar.</summary>
    public required ImmutableArray<AgentIdentity> Bare { get; init; }

    /// <summary>How the pods of a policy are held; null for other kinds.</summary>
    public LevelTally? Levels { get; init; }

    public SidecarCounts Counts => field ??= new() { Matched = Matched, Programmed = Programmed, Summary = $"{Programmed}/{Matched}" };

    /// <summary>Whether the same is to be said of both.</summary>
    public bool Says(SidecarTally other) =>
        (Matched, Programmed) == (other.Matched, other.Programmed)
        && Refused.SequenceEqual(other.Refused)
        && Same(Outdated, other.Outdated) && Same(Waiting, other.Waiting) && Same(Disconnected, other.Disconnected) && Same(Bare, other.Bare)
        && (Levels, other.Levels) switch { (null, null) => true, ({ } own, { } others) => own.Says(others), _ => false };

    /// <summary>Pods that stay are the very objects that they were.</summary>
    private static bool Same(ImmutableArray<AgentIdentity> left, ImmutableArray<AgentIdentity> right) =>
        left == right || left.AsSpan().SequenceEqual(right.AsSpan(), ReferenceEqualityComparer.Instance);
}
