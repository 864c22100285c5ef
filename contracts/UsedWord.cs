using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>Up: what an agent used, and was denied, since the process began. A whole state: totals of the epoch. Sent where it changed, at most once in a report's period.</summary>
public sealed record UsedWord
{
    /// <summary>The process, as in <see cref="Hello.Epoch"/>.</summary>
    public required string Epoch { get; init; }

    /// <summary>Grows with each word of the epoch: of two the higher one is the newer, by whatever way they came.</summary>
    public long Sequence { get; init; }

    /// <summary>Ordered by kind and name; at most <see cref="MaxThings"/>, those used first where there are more.</summary>
    public required ImmutableArray<UsedThing> Things { get; init; }

    /// <summary>The most things that are told.</summary>
    public const int MaxThings = 512;
}
