using System.Collections.Immutable;

namespace AiGateway.Contracts.Limits;

/// <summary>Down: an answer to a <see cref="SliceWord"/>, and told anew where something in it changed.</summary>
public sealed record GrantWord
{
    /// <summary>The process that it is for; another one of the same pod ignores it.</summary>
    public required string Epoch { get; init; }

    /// <summary>The <see cref="SliceWord.Sequence"/> that had been heard when it was made.</summary>
    public required long Heard { get; init; }

    /// <summary>What changed, or was asked for.</summary>
    public required ImmutableArray<SliceGrant> Grants { get; init; }
}
