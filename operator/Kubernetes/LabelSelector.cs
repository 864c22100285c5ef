using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>A selection of objects by label, as in metav1.LabelSelector. Empty selects everything.</summary>
public sealed record LabelSelector
{
    /// <summary>Labels that must have these values.</summary>
    public ImmutableDictionary<string, string> MatchLabels { get => field ?? ImmutableDictionary<string, string>.Empty; init; }

    /// <summary>Requirements that must all hold.</summary>
    public ImmutableArray<LabelSelectorRequirement> MatchExpressions { get => field.IsDefault ? [] : field; init; }

    /// <summary>Whether an object with these labels is selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (key, value) in MatchLabels)
        {
            if (!labels.TryGetValue(key, out var found) || found != value) return false;
        }

        foreach (var requirement in MatchExpressions)
        {
            if (!requirement.Holds(labels)) return false;
        }

        return true;
    }
}
