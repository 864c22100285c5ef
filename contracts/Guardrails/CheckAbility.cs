using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>What one type of check can do.</summary>
public sealed record CheckAbility
{
    /// <summary>A constant of <see cref="CheckTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Whether it says where in a text it found something, so that it can be masked; who judges a text as a whole, counts it or scores it cannot.</summary>
    public bool FindsPlaces { get; init; }

    /// <summary>The places at which it looks.</summary>
    public ImmutableArray<GuardPlace> Places { get; init; } = CheckAbilities.AllPlaces;

    /// <summary>Why it looks at no other.</summary>
    public string OtherPlaces { get; init; } = "";

    /// <summary>Whether it looks for nothing without settings.</summary>
    public bool NeedsSettings { get; init; }

    /// <summary>Whether it looks at what <see cref="CheckTypes.Encoded"/> has decoded.</summary>
    public bool ReadsDecoded { get; init; }
}
