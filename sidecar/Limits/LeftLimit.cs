using System.Collections.Immutable;

namespace AiGateway.Sidecar.Limits;

/// <summary>What stays of a limit that was given up: totals of this process that the operator was told, from which it goes on should the limit come back. Starting from zero, it would be granted anew what it has spent.</summary>
/// <param name="Slices">Its leased counts, with nothing free and nothing held.</param>
/// <param name="Refused">Calls that it refused.</param>
/// <param name="Audited">Calls that it would have refused where it audits.</param>
/// <param name="ReachedAt">When it was last reached, in milliseconds since 1970 in UTC.</param>
internal sealed record LeftLimit(ImmutableArray<SliceCount> Slices, long Refused, long Audited, long ReachedAt)
{
    /// <summary>Whether nothing was told of it, so that nothing has to be kept.</summary>
    public bool IsEmpty => Slices.IsEmpty && Refused == 0 && Audited == 0;
}
