using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// Whether a bundle comes from a replica that has seen at least what the bundle in force was made of. Pure. A kind that the bundle does not
/// name is not compared: an operator that was rolled back does not know it, and must not be refused for ever.
/// </summary>
internal static class FreshnessCheck
{
    /// <summary>Why the bundle is older than what is in force; null where it is not.</summary>
    public static string? FindStale(InForce inForce, ImmutableArray<SourcePosition> positions, ImmutableArray<SourceRef> sources) =>
        FindLaggingKind(inForce.Positions, positions) ?? FindOlderSource(inForce.Sources, sources);

    /// <summary>The higher of both, kind by kind, ordered by kind.</summary>
    public static ImmutableArray<SourcePosition> Highest(ImmutableArray<SourcePosition> left, ImmutableArray<SourcePosition> right) =>
        [.. left.Concat(right)
            .GroupBy(position => position.Kind, StringComparer.Ordinal)
            .Select(kind => new SourcePosition
            {
                Kind = kind.Key,
                Seen = kind.Max(position => position.Seen),
                Changed = kind.Max(position => position.Changed),
            })
            .OrderBy(position => position.Kind, StringComparer.Ordinal)];

    private static string? FindLaggingKind(ImmutableArray<SourcePosition> inForce, ImmutableArray<SourcePosition> offered)
    {
        foreach (var position in offered)
        {
            var held = inForce.FirstOrDefault(other => other.Kind == position.Kind);
            if (held is not null && position.Seen < held.Changed)
                return $"the replica has seen {position.Kind} up to {position.Seen}, and the bundle in force rests on {held.Changed}";
        }

        return null;
    }

    private static string? FindOlderSource(ImmutableArray<SourceRef> inForce, ImmutableArray<SourceRef> offered)
    {
        var held = inForce.ToLookup(source => source.Uid, StringComparer.Ordinal);
        foreach (var source in offered)
        {
            if (held[source.Uid].Any(other => other.Generation > source.Generation))
                return $"{source.Kind} {source.Namespace}/{source.Name} is at generation {source.Generation}, older than in the bundle in force";
        }

        return null;
    }
}
