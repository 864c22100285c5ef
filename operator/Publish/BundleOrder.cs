using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>Compares what this replica has read with what a sidecar enforces; the sidecar makes the same comparison and has the last word.</summary>
internal static class BundleOrder
{
    /// <summary>The kinds in which the bundle is older than what is in force; empty where the sidecar would take it.</summary>
    public static ImmutableArray<string> LaggingKinds(PodBundle bundle, SharedRules rules, InForce? inForce)
    {
        if (inForce is null) return [];
        var byPosition = inForce.Positions
            .Where(theirs => SeenOf(bundle.Positions, theirs.Kind) < theirs.Changed)
            .Select(theirs => theirs.Kind);
        var generations = inForce.Sources.DistinctBy(source => source.Uid).ToDictionary(source => source.Uid, StringComparer.Ordinal);
        var byGeneration = rules.Sources
            .Where(source => generations.TryGetValue(source.Uid, out var theirs) && source.Generation < theirs.Generation)
            .Select(source => source.Kind);
        return [.. byPosition.Concat(byGeneration).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether the bundle would move the sidecar's positions on, though its rules are the same.</summary>
    public static bool IsNewer(PodBundle bundle, InForce inForce) =>
        bundle.Positions.Any(ours => ours.Changed > ChangedOf(inForce.Positions, ours.Kind));

    private static ulong SeenOf(ImmutableArray<SourcePosition> positions, string kind) =>
        positions.FirstOrDefault(position => position.Kind == kind)?.Seen ?? 0;

    private static ulong ChangedOf(ImmutableArray<SourcePosition> positions, string kind) =>
        positions.FirstOrDefault(position => position.Kind == kind)?.Changed ?? 0;
}
