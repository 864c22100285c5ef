using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>The pods that <see cref="SidecarCounts.Matched"/> counts, by the level that was measured in each. A pod of which no level is known counts as Cooperative.</summary>
public sealed record EnforcementCounts
{
    /// <summary>What the policy asks for; Cooperative where it says nothing.</summary>
    public EgressMode Wanted { get; init; }

    /// <summary>Pods whose kernel sends every connection to the sidecar.</summary>
    [Schema(Minimum = 0)]
    public int Redirected { get; init; }

    /// <summary>Pods that are only asked to.</summary>
    [Schema(Minimum = 0)]
    public int Cooperative { get; init; }

    /// <summary>Pods without a sidecar.</summary>
    [Schema(Minimum = 0)]
    public int None { get; init; }

    /// <summary>What is wanted, and how many pods are at it or above, of how many; for the print column.</summary>
    [Schema(MaxLength = 48, Pattern = Patterns.LevelSummary)]
    public string Summary { get => field ?? "Cooperative 0/0"; init; }
}
