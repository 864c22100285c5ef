using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>One requirement of a label selector.</summary>
public sealed record LabelSelectorRequirement
{
    /// <summary>The label.</summary>
    public required string Key { get; init; }

    /// <summary>One of <c>In</c>, <c>NotIn</c>, <c>Exists</c>, <c>DoesNotExist</c>.</summary>
    public required string Operator { get; init; }

    /// <summary>The values for <c>In</c> and <c>NotIn</c>; empty for the others.</summary>
    public ImmutableArray<string> Values { get => field.IsDefault ? [] : field; init; }

    /// <summary>Whether the requirement holds; an unknown operator holds for nothing.</summary>
    internal bool Holds(IReadOnlyDictionary<string, string> labels)
    {
        var found = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            "In" => found && Values.Contains(value!),
            "NotIn" => !found || !Values.Contains(value!),
            "Exists" => found,
            "DoesNotExist" => !found,
            _ => false,
        };
    }
}
