using AiGateway.Operator.Compile;

namespace AiGateway.Operator.NetworkPolicies;

/// <summary>What the keeper asks of the rooms around it.</summary>
internal sealed record NetworkPolicyKeeperOptions
{
    /// <summary>The last compilation; null before the first.</summary>
    public required Func<Compilation?> Latest { get; init; }

    /// <summary>Whether this replica leads.</summary>
    public required Func<bool> Leads { get; init; }

    /// <summary>Told when something became known that a compilation has to say.</summary>
    public required Action Changed { get; init; }

    /// <summary>The port of the operator's pods for sidecars.</summary>
    public int StreamPort { get; init; } = 8443;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
