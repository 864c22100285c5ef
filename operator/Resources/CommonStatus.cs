using System.Collections.Immutable;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>What the status of each kind has.</summary>
public record CommonStatus
{
    /// <summary>The generation that the status speaks of.</summary>
    [Schema(Minimum = 0)]
    public long ObservedGeneration { get; init; }

    /// <summary>Accepted, ResolvedRefs, Programmed and Ready, and what a kind has beside these, as Enforced and PricesKnown; True is good.</summary>
    [Schema(MaxItems = 8, ListType = "map", ListMapKeys = ["type"])]
    public ImmutableArray<Condition> Conditions { get => field.IsDefault ? [] : field; init; }

    /// <summary>The sidecars that this resource reaches.</summary>
    public SidecarCounts? Sidecars { get; init; }
}
