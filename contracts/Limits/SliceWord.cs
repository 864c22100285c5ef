using System.Collections.Immutable;

namespace AiGateway.Contracts.Limits;

/// <summary>Up: how a process stands with all leased limits that it has ever touched. A whole state: a newer one replaces an older, by <see cref="Sequence"/> within an epoch.</summary>
public sealed record SliceWord
{
    /// <summary>The process, as in <see cref="Hello.Epoch"/>.</summary>
    public required string Epoch { get; init; }

    /// <summary>Grows by one a word.</summary>
    public required long Sequence { get; init; }

    /// <summary>Ordered by limit, scope and key; at most <see cref="MaxSlices"/>.</summary>
    public required ImmutableArray<SliceState> Slices { get; init; }

    /// <summary>The most slices of one process; what has more keys than that shares one count, by the key <c>*</c>.</summary>
    public const int MaxSlices = 1024;
}
