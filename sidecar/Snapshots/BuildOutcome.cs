using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>A snapshot, or every reason why there is none.</summary>
internal sealed record BuildOutcome
{
    /// <summary>Null where there are reasons.</summary>
    public Snapshot? Snapshot { get; private init; }

    /// <summary>One of <see cref="NackReasons"/>; empty where there is a snapshot.</summary>
    public string NackReason { get; private init; } = "";

    public ImmutableArray<string> Reasons { get; private init; } = [];

    public static BuildOutcome Built(Snapshot snapshot) => new() { Snapshot = snapshot };

    public static BuildOutcome Refused(string nackReason, params ImmutableArray<string> reasons) =>
        new() { NackReason = nackReason, Reasons = reasons };
}
